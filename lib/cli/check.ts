import { readFile } from "node:fs/promises";
import { readSnapshot } from "../catalog/snapshot";
import type { Severity } from "../kinds/severity";
import { compareSides } from "../operations/compare-sides";
import { readActual } from "../operations/read-catalog";
import { AppError } from "../postgres/app-error";
import { checkExitCode } from "./exit-code";
import { ignoreRulesOf } from "./ignore-rules";
import { checkReport } from "./report-json";
import { checkText } from "./report-text";
import { expectedSide, openShadow, readExpected, scopeOf, settingsOf } from "./sides";

export interface CheckCommand {
  readonly database: string;
  readonly expected: string;
  readonly format: "text" | "json";
  readonly failOn: Severity;
  /** A file of ignore rules. */
  readonly ignore?: string;
  /** A snapshot file of the same database. */
  readonly earlier?: string;
}

/** `plumbline check`: compares once, prints the report, gives the exit code. */
export async function check(
  command: CheckCommand,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const started = performance.now();
  const shadow = openShadow();
  try {
    const rules = await ignoreRulesOf(command.ignore);
    const earlier =
      command.earlier === undefined
        ? undefined
        : readSnapshot(await readFile(command.earlier, "utf8").catch(missingSnapshot), command.earlier);
    const settings = await settingsOf(command.database);
    const side = await expectedSide(command.expected);
    const { catalog: actual, findings } = await readActual(settings, { signal });
    const expected = await readExpected(side, { shadow, serverVersion: actual.serverVersion, signal });
    const { drift } = await compareSides(expected, actual, {
      scope: scopeOf(side),
      shadowUrl: shadow.url,
      findings,
      ...(earlier === undefined ? {} : { earlier }),
      ignore: { rules, at: new Date().toISOString() },
      signal,
    });
    const milliseconds = performance.now() - started;
    print(
      command.format === "json"
        ? `${JSON.stringify(checkReport(drift, actual.serverVersion, milliseconds, rules), null, 2)}\n`
        : checkText(drift, actual.serverVersion, milliseconds, rules),
    );
    return checkExitCode(drift, command.failOn);
  } finally {
    await shadow.stop();
  }
}

function missingSnapshot(cause: unknown): never {
  throw new AppError("snapshot-unreadable", "The earlier snapshot cannot be read.", {
    hint: "Check the path; it is taken from the folder the command is called in.",
    cause,
  });
}
