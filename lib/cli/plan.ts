import type { Drift } from "../drift/drift";
import { compareSides } from "../operations/compare-sides";
import { readCatalog } from "../operations/read-catalog";
import { planRenames } from "../plan/rename-plan";
import { planReport } from "../plan/report";
import { planScript } from "../plan/script";
import { AppError } from "../postgres/app-error";
import { displayName } from "../postgres/identity";
import { exitCode } from "./exit-code";
import { ignoreRulesOf } from "./ignore-rules";
import { expectedSide, openShadow, readExpected, scopeOf, settingsOf } from "./sides";

export interface PlanCommand {
  readonly database: string;
  readonly expected: string;
  /** `D-…,D-…`: all differences when absent. */
  readonly only?: string;
  readonly drops: boolean;
  /** A file of ignore rules: what they cover is left as it is, unless `only` names it. */
  readonly ignore?: string;
  readonly online?: boolean;
  readonly format: "sql" | "json";
  /** `D-…=D-…,…`: missing and unexpected objects that are one under two names. */
  readonly rename?: string;
  /** Prints what takes the plan back instead of the plan. */
  readonly undo?: boolean;
}

/** `plumbline plan`: compares once, prints the plan, gives the exit code. Nothing is applied. */
export async function plan(
  command: PlanCommand,
  print: (text: string) => void,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const shadow = openShadow();
  try {
    const rules = await ignoreRulesOf(command.ignore);
    const settings = await settingsOf(command.database);
    const side = await expectedSide(command.expected);
    const read = await readCatalog(settings, { signal });
    const source = await readExpected(side, { shadow, serverVersion: read.serverVersion, signal });
    const compared = { scope: scopeOf(side), ignore: { rules, at: new Date().toISOString() } };
    const { drift, expected, actual } = await compareSides(source, read, {
      ...compared,
      shadowUrl: shadow.url,
      signal,
    });
    refuseDoubt(drift);
    const only = command.only?.split(",").map((id) => id.trim());
    const pairs = (command.rename?.split(",") ?? []).map((pair) => pair.split("=").map((id) => id.trim()));
    const unknown = [...(only ?? []), ...pairs.flat()].filter(
      (id) => !drift.differences.some((difference) => difference.id === id),
    );
    if (unknown.length > 0) {
      tell(`plumbline: no difference has the id ${unknown.join(", ")}.`);
      tell("  plumbline check lists the differences with their ids.");
      return exitCode.usage;
    }
    const {
      plan: made,
      undo,
      kept,
    } = planRenames(
      drift,
      expected,
      actual,
      pairs.map(([one = "", other = ""]) => [one, other]),
      {
        ...(only === undefined ? {} : { only }),
        drops: command.drops,
        online: command.online ?? false,
        compared: { ...compared, unverified: drift.unverified },
      },
    );
    const shown = command.undo ? undo.plan : made;
    if (command.format === "json") {
      const report = planReport(made, undo, actual.serverVersion);
      print(`${JSON.stringify(report, null, 2)}\n`);
    } else print(planScript(shown));
    for (const rename of kept) tell(`renamed  ${rename}.`);
    for (const { object, reason } of shown.manual)
      tell(`by hand  ${object.kind} ${displayName(object)}: ${reason}`);
    if (command.undo) for (const { reason } of undo.lost) tell(`lost  ${reason}`);
    return shown.manual.length === 0 ? exitCode.clean : exitCode.drift;
  } finally {
    await shadow.stop();
  }
}

/**
 * A plan is made of what was seen. Where something was hidden, it might take an object for missing that is there.
 * @throws AppError `check-unknown`
 */
export function refuseDoubt(drift: Drift): void {
  if (drift.verdict !== "unknown") return;
  throw new AppError("check-unknown", "No plan can be made: the check could not compare everything.", {
    hint: "Give the role the rights that are named, or mend what is in doubt, then plan again.",
    details: [
      ...drift.coverage.notVisible.map(({ what, reason, remedy }) => `${what}: ${reason} ${remedy}`),
      ...drift.diagnostics.filter(({ severity }) => severity === "unknown").map(({ message }) => message),
      ...drift.unverified.map(
        ({ object, attributes, reason }) =>
          `${object.kind} ${displayName(object)} (${attributes.join(", ")}): ${reason}`,
      ),
    ],
  });
}
