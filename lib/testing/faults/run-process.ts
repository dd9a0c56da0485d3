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
  /** True where statements may stand outside of the one transaction. */
  readonly online?: true;
  /** The step after which the store does not answer any more. */
  readonly silentAfter?: number;
}

const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const request = JSON.parse(await text(process.stdin)) as ProcessRequest;
const online = request.online === true;
const settings = connectionSettingsFromUrl(request.actual);
const session = await connect(settings);
const target = await readTarget(session);
const actual = await introspect(session);
await session.close();
const source = await connect(connectionSettingsFromUrl(request.expected));
const expected = await introspect(source);
await source.close();
const plan = makePlan(compare(expected, actual), expected, actual, { online, drops: true });
const hooks: RunHooks = {
  ...bareHooks((event) => tell({ event })),
  recordTransaction: async (facts) => tell({ facts }),
  recordStep: async (step, fingerprint) => {
    tell({ step, fingerprint });
    if (step === request.silentAfter) await new Promise(() => undefined);
  },
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
    ...{ online, limits: defaultLimits },
  },
  hooks,
);
tell({ outcome });
