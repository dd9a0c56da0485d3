/**
 * A run in a process of its own, to be killed. It reads its request on standard input and tells what happens on standard
 * output, one JSON line each: events, and what a real app would store before COMMIT.
 */
import { text } from "node:stream/consumers";
import { runPlan } from "../../apply/run-plan";
import { bareHooks, defaultLimits, type RunHooks } from "../../apply/run-request";
import { readTarget } from "../../apply/target";
import { compare } from "../../drift/compare";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";

export interface ProcessRequest {
  readonly expected: string;
  readonly actual: string;
}

const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const { expected: expectedUrl, actual: actualUrl } = JSON.parse(await text(process.stdin)) as ProcessRequest;
const settings = connectionSettingsFromUrl(actualUrl);
const session = await connect(settings);
const target = await readTarget(session);
const actual = await introspect(session);
await session.close();
const source = await connect(connectionSettingsFromUrl(expectedUrl));
const expected = await introspect(source);
await source.close();
const plan = makePlan(compare(expected, actual), expected, actual);
const hooks: RunHooks = {
  ...bareHooks((event) => tell({ event })),
  recordTransaction: async (facts) => tell({ facts }),
};
const outcome = await runPlan(
  {
    open: (options) => connect(settings, options),
    ...{ target, plan, planHash: "0123456789abcdef", expected, actual, scope: "everything", mode: "run" },
    compare: async (one, other, { scope }) => ({
      ...{ expected: one, actual: other },
      drift: compare(one, other, { scope }),
    }),
    acceptedHazards: plan.hazards.map(({ code }) => code),
    ...{ online: false, limits: defaultLimits },
  },
  hooks,
);
tell({ outcome });
