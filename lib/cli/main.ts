import { Command, CommanderError, Option } from "commander";
import { AppError } from "../postgres/app-error";
import { visible } from "../postgres/identity";
import type { ApplyCommand } from "./apply";
import { exitCode } from "./exit-code";
import type { PlanCommand } from "./plan";

/** Severities that `--fail-on` takes; the default is any difference. */
const thresholds = ["info", "low", "medium", "high", "critical"] as const;

type Threshold = (typeof thresholds)[number];

const expectedHelp =
  "a path (kind recognised by content, or forced by prisma: sql: alembic: snapshot:) or a postgresql:// URL";

const ignoreHelp = "a JSON file of rules for differences that are to be shown and not to count";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs the command line and gives the exit code. What was asked for goes to stdout, everything else to stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(new Error("interrupted"));
  for (const signal of signals) process.once(signal, interrupt);
  let result: number = exitCode.clean;
  let format = "text";
  try {
    await program(abort.signal, (code, usedFormat) => {
      result = code;
      format = usedFormat ?? format;
    }).parseAsync([...argv], { from: "user" });
    return result;
  } catch (error) {
    if (abort.signal.aborted) return exitCode.interrupted;
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
    const asked = argv.includes("json") || argv.includes("--format=json") ? "json" : format;
    return await report(error, asked, argv[0] ?? "");
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}

function program(signal: AbortSignal, finish: (code: number, format?: string) => void): Command {
  const root = new Command("plumbline")
    .description("Shows where a live Postgres database has drifted from the schema its code expects.")
    .exitOverride()
    .showHelpAfterError("(plumbline --help lists the commands)")
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  root
    .command("check")
    .description("compare a database with a source; exit 0 clean, 2 drift, 1 could not compare")
    .requiredOption("--database <url>", "the database to check")
    .requiredOption("--expected <source>", expectedHelp)
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "least severity that makes the exit code 2")
        .choices(thresholds)
        .default("info"),
    )
    .option("--ignore <file>", ignoreHelp)
    .option(
      "--earlier <snapshot>",
      "an earlier snapshot of the same database: it tells what was renamed since",
    )
    .action(
      async (options: {
        database: string;
        expected: string;
        format: "text" | "json";
        failOn: Threshold;
        ignore?: string;
        earlier?: string;
      }) => {
        const { check } = await import("./check");
        finish(await check(options, writeOut, signal), options.format);
      },
    );
  root
    .command("plan")
    .description(
      "print what removes the drift; exit 0 complete, 2 some left to be done by hand, 1 could not plan",
    )
    .requiredOption("--database <url>", "the database to plan for")
    .requiredOption("--expected <source>", expectedHelp)
    .option("--only <ids>", "differences to fix, by id, with commas between; what they need travels along")
    .option("--no-drops", "leave out what would be dropped because nobody expects it")
    .option("--ignore <file>", ignoreHelp)
    .option("--rename <pairs>", "D-…=D-…: a missing and an unexpected object that are one under two names")
    .option("--online", "use steps with weaker or shorter locks, outside of the one transaction")
    .option("--undo", "print what takes the plan back")
    .addOption(new Option("--format <format>", "what to print").choices(["sql", "json"]).default("sql"))
    .action(async (options: PlanCommand) => {
      const { plan } = await import("./plan");
      // What a server or a source says goes to a terminal here.
      const tell = (line: string): void => void process.stderr.write(`${visible(line)}\n`);
      finish(await plan(options, writeOut, tell, signal), options.format);
    });
  root
    .command("apply")
    .description(
      "remove the drift in one transaction, proven before COMMIT; exit 0 committed, 3 nothing changed, 4 in doubt",
    )
    .requiredOption("--database <url>", "the database to change")
    .requiredOption("--expected <source>", expectedHelp)
    .requiredOption("--confirm <name>", "the name of the database, typed once more")
    .option("--only <ids>", "differences to fix, by id, with commas between; what they need travels along")
    .option("--no-drops", "leave out what would be dropped because nobody expects it")
    .option("--ignore <file>", ignoreHelp)
    .option("--accept <hazard...>", "hazards that are taken; data-loss has to be named", [])
    .option("--online", "use steps with weaker or shorter locks, outside of the one transaction")
    .option("--rehearse", "do everything on the database itself, with the real locks, and roll it back")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .action(async (options: ApplyCommand) => {
      const { apply } = await import("./apply");
      const tell = (line: string): void => void process.stderr.write(`${visible(line)}\n`);
      finish(await apply(options, { print: writeOut, tell }, signal), options.format);
    });
  root
    .command("snapshot")
    .description("print a snapshot of a database's schema")
    .requiredOption("--database <url>", "the database to read")
    .action(async (options: { database: string }) => {
      const { snapshot } = await import("./snapshot");
      writeOut(await snapshot(options.database, signal));
      finish(exitCode.clean);
    });
  const audit = root.command("audit").description("work on the audit log of this machine's store");
  audit
    .command("verify")
    .description("follow the chain of the audit log; exit 0 intact, 2 broken")
    .option("--heads <file...>", "files of heads that were written down elsewhere: JSON lines, or a log")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .action(async (options: { heads?: string[]; format: "text" | "json" }) => {
      const { verify } = await import("./audit");
      finish(await verify({ heads: options.heads ?? [], format: options.format }, writeOut), options.format);
    });
  root
    .command("rotate-key")
    .description("encrypt every saved secret with a new key")
    .option("--forget-old", "throw the key before the present one away, when nothing is encrypted with it")
    .action(async (options: { forgetOld?: boolean }) => {
      const { rotateKey } = await import("./rotate-key");
      finish(await rotateKey({ forgetOld: options.forgetOld ?? false }, writeOut));
    });
  root
    .command("new-password")
    .argument("<email>", "the person's e-mail address")
    .description("print a one-time address by which a person of this machine's store sets a new password")
    .option("--remove-second-factor", "take the second factor away as well")
    .action(async (email: string, options: { removeSecondFactor?: boolean }) => {
      const { newPassword } = await import("./new-password");
      finish(await newPassword({ email, removeSecondFactor: options.removeSecondFactor ?? false }, writeOut));
    });
  for (const command of [...root.commands, ...audit.commands]) command.exitOverride();
  return root;
}

/** Waits for no one: stdout to a pipe is written synchronously on POSIX, so an exit right after loses nothing. */
const writeOut = (text: string): void => {
  process.stdout.write(text);
};

async function report(error: unknown, format: string, command: string): Promise<number> {
  if (!(error instanceof AppError)) {
    // A bug, or a server's error nobody foresaw: its code and our stack help, its message may hold values.
    const code =
      typeof error === "object" && error !== null && "code" in error ? ` (${String(error.code)})` : "";
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`plumbline: unexpected error${code}: ${message}\n`);
    if (process.env.PLUMBLINE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCode.notCompared;
  }
  if (format === "json") {
    const shown = await errorReportOf(command, error);
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  }
  const lines = [`plumbline: ${error.message}`, ...error.details.map((detail) => `  ${detail}`)];
  if (error.hint !== undefined) lines.push(`  ${error.hint}`);
  // What a server or a source says goes to a terminal here.
  for (const line of lines.flatMap((text) => text.split("\n"))) process.stderr.write(`${visible(line)}\n`);
  return exitCode.notCompared;
}

async function errorReportOf(command: string, error: AppError): Promise<object> {
  switch (command) {
    case "plan":
      return (await import("../plan/report")).planErrorReport(error);
    case "apply":
      return (await import("./apply-report")).runErrorReport(error);
    default:
      return (await import("./report-json")).errorReport(error);
  }
}
