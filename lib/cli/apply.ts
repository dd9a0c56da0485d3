import { createHash } from "node:crypto";
import { lossesOf } from "../apply/refuse-request";
import type { RunOutcome } from "../apply/run-outcome";
import { runPlan } from "../apply/run-plan";
import { bareHooks, defaultLimits, type RunRequest } from "../apply/run-request";
import { readTarget } from "../apply/target";
import { canonicalJson } from "../catalog/canonical";
import { compareSides } from "../operations/compare-sides";
import { readCatalog } from "../operations/read-catalog";
import { runPreflight } from "../operations/run-preflight";
import { hazards as knownHazards } from "../plan/hazards";
import { makePlan } from "../plan/make-plan";
import type { Plan } from "../plan/plan";
import { AppError } from "../postgres/app-error";
import { connect } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import {
  applyText,
  byHandLine,
  nothingReport,
  nothingText,
  progressLine,
  runReport,
  toldWithoutStore,
} from "./apply-report";
import { exitCode } from "./exit-code";
import { ignoreRulesOf } from "./ignore-rules";
import { refuseDoubt } from "./plan";
import { expectedSide, openShadow, readExpected, scopeOf, settingsOf } from "./sides";

export interface ApplyCommand {
  readonly database: string;
  readonly expected: string;
  /** `D-…,D-…`: all differences when absent. */
  readonly only?: string;
  readonly drops: boolean;
  readonly ignore?: string;
  readonly online?: boolean;
  /** Must be the database's name. */
  readonly confirm: string;
  /** Hazards that are taken; `data-loss` has to be named. */
  readonly accept: readonly string[];
  readonly rehearse?: boolean;
  readonly format: "text" | "json";
}

interface Output {
  readonly print: (text: string) => void;
  readonly tell: (line: string) => void;
}

/**
 * `plumbline apply`: compares, plans, runs by the same protocol as the app and gives the exit code. For databases that
 * no store knows: who types the command answers for it, and nobody else is asked.
 */
export async function apply(command: ApplyCommand, output: Output, signal: AbortSignal): Promise<number> {
  const shadow = openShadow();
  try {
    const settings = await settingsOf(command.database);
    const refused = refuseUsage(command, settings);
    if (refused !== null) return usage(output, refused);
    const rules = await ignoreRulesOf(command.ignore);
    const side = await expectedSide(command.expected);
    const read = await readCatalog(settings, { signal });
    const source = await readExpected(side, { shadow, serverVersion: read.serverVersion, signal });
    const scope = scopeOf(side);
    const sides = await compareSides(source, read, {
      ...{ scope, shadowUrl: shadow.url, signal },
      ignore: { rules, at: new Date().toISOString() },
    });
    refuseDoubt(sides.drift);
    const only = command.only?.split(",").map((id) => id.trim());
    const unknown = only?.filter((id) => !sides.drift.differences.some((known) => known.id === id)) ?? [];
    if (unknown.length > 0)
      return usage(output, [
        `no difference has the id ${unknown.join(", ")}.`,
        "plumbline check lists the differences with their ids.",
      ]);
    const plan = makePlan(sides.drift, sides.expected, sides.actual, {
      ...(only === undefined ? {} : { only }),
      ...{ drops: command.drops, online: command.online ?? false },
    });
    const lossy = unaccepted(plan, command.accept);
    if (lossy !== null) return usage(output, lossy);
    for (const one of plan.manual) output.tell(`by hand  ${byHandLine(one)}`);
    const mode = command.rehearse ? "rehearse" : "run";
    if (plan.statements.length === 0) {
      output.print(
        command.format === "json"
          ? `${JSON.stringify(nothingReport(plan.manual, mode), null, 2)}\n`
          : nothingText(plan.manual),
      );
      return plan.manual.length === 0 ? exitCode.clean : exitCode.rolledBack;
    }
    const request: RunRequest = {
      open: (options) => connect(settings, { ...options, catalogNames: true }),
      target: await targetOf(settings, signal),
      ...{ plan, planHash: hashOf(plan), ...sides, scope, signal },
      // Without the signal: what is cancelled still has to be told from what was committed.
      compare: (expected, actual, options) =>
        compareSides(expected, actual, { ...options, shadowUrl: shadow.url }),
      acceptedHazards: plan.hazards
        .map(({ code }) => code)
        .filter((code) => code !== "data-loss" || command.accept.includes(code)),
      ...{ mode, online: command.online ?? false },
      limits: defaultLimits,
    };
    const outcome = toldWithoutStore(await run(request, settings, output));
    output.print(
      command.format === "json"
        ? `${JSON.stringify(runReport(plan, outcome), null, 2)}\n`
        : applyText(plan, outcome),
    );
    return codeOf(outcome);
  } finally {
    await shadow.stop();
  }
}

/** What was refused before the first BEGIN ends as a run does that was rolled back: nothing changed. */
async function run(request: RunRequest, settings: ConnectionSettings, { tell }: Output): Promise<RunOutcome> {
  const { plan } = request;
  const hooks = bareHooks((event) => {
    const line = progressLine(plan, event);
    if (line !== null) tell(line);
  });
  try {
    await refuseRows(settings, plan, request.signal);
    return await runPlan(request, hooks);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      ...{ status: "rolled back", mode: request.mode, code: error.code, details: error.details },
      ...{ sentence: `${error.message} Nothing changed.`, next: error.hint ?? "" },
      statements: plan.statements.map((_, statement) => ({
        ...{ statement, step: 0, outcome: "not run", milliseconds: null },
      })),
      remaining: plan.statements.map((_, statement) => statement),
      ...{ proofs: [], transactions: [], attempts: 0, lockedMilliseconds: 0, milliseconds: 0 },
      ...{ stepsDone: 0, steps: 0 },
    };
  }
}

/** 0 committed, or rehearsed, and proven; 3 nothing changed; 4 in doubt, or between two steps of an online plan. */
function codeOf({ status, code }: RunOutcome): number {
  switch (status) {
    case "committed":
      return exitCode.clean;
    case "rolled back":
      return code === "rehearsed" ? exitCode.clean : exitCode.rolledBack;
    case "partly applied":
    case "in doubt":
      return exitCode.inDoubt;
  }
}

function refuseUsage(command: ApplyCommand, settings: ConnectionSettings): readonly string[] | null {
  if (command.confirm !== settings.database)
    return [
      `--confirm names ${command.confirm}, and the database is called ${settings.database}.`,
      "Type the name of the database that is to be changed.",
    ];
  const strange = command.accept.filter((code) => !Object.hasOwn(knownHazards, code));
  if (strange.length > 0)
    return [
      `there is no hazard ${strange.join(", ")}.`,
      `Hazards are ${Object.keys(knownHazards).join(", ")}.`,
    ];
  return null;
}

function unaccepted(plan: Plan, accept: readonly string[]): readonly string[] | null {
  const losses = lossesOf(plan);
  if (losses.length === 0 || accept.includes("data-loss")) return null;
  return [
    "the plan loses data, and --accept does not name data-loss.",
    ...losses.map((loss) => `lost: ${loss}`),
    "Add --accept data-loss, or leave such fixes out with --no-drops or --only.",
  ];
}

function usage({ tell }: Output, [first = "", ...rest]: readonly string[]): number {
  tell(`plumbline: ${first}`);
  for (const line of rest) tell(`  ${line}`);
  return exitCode.usage;
}

/**
 * Asks the rows before anything is locked: what would stop the plan half way is told by its count, not by an error.
 * @throws AppError `rows-in-the-way`
 */
async function refuseRows(
  settings: ConnectionSettings,
  plan: Plan,
  signal: AbortSignal | undefined,
): Promise<void> {
  const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
  const answers = await runPreflight(
    settings,
    questions.filter(({ stops }) => stops),
    signal === undefined ? {} : { signal },
  );
  const failing = answers.filter(({ outcome }) => outcome === "fail");
  if (failing.length === 0) return;
  const ofRows = failing.some(({ preflight }) => preflight.cost !== "server");
  throw new AppError(
    "rows-in-the-way",
    `${ofRows ? "Rows of the database" : "The server"} would stop the plan.`,
    {
      hint: `Correct ${ofRows ? "those rows" : "what it was asked about"}, then apply again.`,
      details: failing.map(
        ({ preflight, failing: count, orMore }) =>
          `${preflight.question} Yes${preflight.cost === "server" ? "" : `: ${count}${orMore ? " or more" : ""}`}.`,
      ),
    },
  );
}

async function targetOf(settings: ConnectionSettings, signal: AbortSignal): Promise<RunRequest["target"]> {
  const session = await connect(settings, { readOnly: true, catalogNames: true, signal });
  try {
    return await readTarget(session);
  } finally {
    await session.close();
  }
}

const hashOf = (plan: Plan): string => createHash("sha256").update(canonicalJson(plan)).digest("hex");
