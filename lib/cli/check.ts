import type { Severity } from "../kinds/severity";
import { compareSides } from "../operations/compare-sides";
import { readActual } from "../operations/read-catalog";
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
    const settings = await settingsOf(command.database);
    const side = await expectedSide(command.expected);
    const { catalog: actual, findings } = await readActual(settings, { signal });
    const expected = await readExpected(side, { shadow, serverVersion: actual.serverVersion, signal });
    const { drift } = await compareSides(expected, actual, {
      scope: scopeOf(side),
      shadowUrl: shadow.url,
      findings,
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
