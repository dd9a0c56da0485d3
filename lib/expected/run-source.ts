import type { NotVisible } from "../catalog/coverage";
import { AppError } from "../postgres/app-error";
import type { Diagnostic } from "../postgres/diagnostic";
import { clusterStatement } from "./cluster-statement";
import { tokensOf } from "./lexer";
import { metaCommand } from "./meta-command";
import { firstLine, repair, type Step } from "./repair";
import { serverError } from "./server-error";
import type { Shadow } from "./shadow";
import {
  type ExtensionRequest,
  extensionRequest,
  extensionsVariable,
  whoInstalls,
} from "./shadow-extensions";
import type { SourceFile } from "./source";
import { sourceFailed } from "./source-failed";
import { includedFiles, resolveInclude } from "./source-includes";
import { type Piece, splitStatements } from "./statements";

export interface RunOptions {
  readonly onProgress?: (event: { phase: string; done: number; total: number }) => void;
  readonly signal?: AbortSignal;
  /** `server_version_num` of the database the result will be compared with: named where it may explain a failure. */
  readonly serverVersion?: number;
}

/** What was left out, and why. */
export interface RunResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that the source declares and the shadow cannot have. */
  readonly notVisible: readonly NotVisible[];
}

type Statement = Extract<Piece, { type: "statement" }>;

interface Run {
  readonly shadow: Shadow;
  readonly files: readonly SourceFile[];
  readonly options: RunOptions;
  readonly diagnostics: Diagnostic[];
  readonly notVisible: NotVisible[];
  readonly totalFiles: number;
  filesDone: number;
  statementsDone: number;
  /** What ran since BEGIN: run again when a repair comes behind an error that aborted the transaction. */
  transaction: Step[] | undefined;
  /** SQLSTATEs of what the server has warned of since the statement began. */
  readonly warnings: Set<string>;
}

// A block may name many roles one after the other; without an end in sight something else is wrong.
const maximalRepairs = 50;
const includeDepth = 16;

/**
 * Runs the files of a source in the shadow, each as `psql -f` would in a session of its own, and stops at the first error.
 * @throws AppError `source-failed`, `source-timeout`, `extension-not-available`, `extension-not-allowed`, `source-meta-command`
 */
export async function runSource(
  shadow: Shadow,
  files: readonly SourceFile[],
  options: RunOptions = {},
): Promise<RunResult> {
  const included = includedFiles(files);
  const first = files.filter((file) => !included.has(file.path));
  const run: Run = {
    ...{ shadow, files, options, diagnostics: [], notVisible: [], totalFiles: first.length },
    ...{ filesDone: 0, statementsDone: 0, transaction: undefined, warnings: new Set() },
  };
  shadow.session.onWarning((code) => run.warnings.add(code));
  for (const file of first) {
    options.onProgress?.({ phase: file.path, done: run.filesDone, total: first.length });
    await runFile(run, file, 0);
    await endSession(run, file);
    run.filesDone++;
  }
  return { diagnostics: run.diagnostics, notVisible: run.notVisible };
}

async function runFile(run: Run, file: SourceFile, depth: number): Promise<void> {
  let rows = 0;
  for (const piece of splitStatements(file.content)) {
    run.options.signal?.throwIfAborted();
    if (piece.type === "statement") await runStatement(run, file, piece);
    else if (piece.type === "copy") rows += piece.rows;
    else {
      const place = `${file.path}, line ${piece.line}`;
      const action = metaCommand(piece.command, piece.argument, place);
      if (action.type === "end of file") break;
      if (action.type === "skip") {
        if (action.note !== undefined) note(run, file, piece.line, action.note);
      } else {
        if (depth >= includeDepth) {
          throw new AppError("source-include", `${place}: files include each other without end.`, {
            hint: "Take the circle of \\i out.",
          });
        }
        await runFile(run, resolveInclude(run.files, file, action, place), depth + 1);
      }
    }
  }
  if (rows > 0) {
    run.diagnostics.push({
      code: "source-rows-left-out",
      severity: "info",
      message: `${file.path}: ${rows} rows of COPY data were left out: rows are no schema.`,
    });
  }
}

async function runStatement(run: Run, file: SourceFile, statement: Statement): Promise<void> {
  const cluster = clusterStatement(statement.sql);
  if (cluster !== undefined) {
    if (cluster.role !== undefined) await run.shadow.ensureRole(cluster.role);
    note(
      run,
      file,
      statement.line,
      `It is about a ${cluster.about}, and was left out: ${firstLine(statement.sql)}`,
    );
    return;
  }
  const extension = extensionRequest(statement.sql);
  if (extension !== undefined && (await installed(run, file, statement, extension))) return;
  let step: Step = { before: [], sql: statement.sql, after: [] };
  for (let attempt = 0; ; attempt++) {
    run.warnings.clear();
    try {
      await runStep(run, step);
      break;
    } catch (error) {
      run.options.signal?.throwIfAborted();
      const server = serverError(error);
      const found =
        server && attempt < maximalRepairs
          ? await repair(
              run.shadow,
              step,
              server,
              run.notVisible.flatMap(({ kind }) => kind ?? []),
            )
          : undefined;
      if (found === undefined) {
        throw failed(run, file, statement, error);
      }
      if (found.note !== undefined) note(run, file, statement.line, found.note);
      await replay(run);
      if (found.type === "skip") {
        if (found.lacks !== undefined)
          lack(run, found.lacks, `${file.path}, line ${statement.line}: ${found.note}`);
        return;
      }
      step = found;
    }
  }
  if (withoutEffect.some((code) => run.warnings.has(code))) {
    run.diagnostics.push({
      code: "source-grant-without-effect",
      severity: "warning",
      message: `${file.path}, line ${statement.line}: The shadow could not do it all, so what it grants or takes back is not compared: who runs a source there does not own what extensions bring. Compare with a database or a snapshot, where it was done: ${firstLine(statement.sql)}`,
    });
  }
  follow(run, statement.sql, step);
  run.statementsDone++;
}

/** GRANT and REVOKE of what the role may not grant or take back are no errors: privilege_not_revoked, privilege_not_granted. */
const withoutEffect = ["01006", "01007"] as const;

function failed(run: Run, file: SourceFile, { sql, line }: Statement, error: unknown): unknown {
  const { serverVersion } = run.options;
  return sourceFailed(
    error,
    { path: file.path, sql, line, prefix: prefixOf(sql).length },
    {
      ...{ files: run.totalFiles, filesBefore: run.filesDone, statements: run.statementsDone },
      shadowVersion: run.shadow.session.serverVersion,
      statementTimeout: run.shadow.statementTimeout,
      ...(serverVersion === undefined ? {} : { serverVersion }),
    },
  );
}

// Their rows are never looked at, and could be more than memory holds.
const queries = new Set(["select", "with", "values", "table"]);
const writes = new Set(["insert", "update", "delete", "merge"]);
// EXPLAIN ANALYZE runs a query, with all that its functions do, and gives back a few lines only.
const explain = "EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ";

function prefixOf(sql: string): string {
  const first = tokensOf(sql, 1)[0]?.text ?? "";
  return queries.has(first) || (writes.has(first) && /\breturning\b/i.test(sql)) ? explain : "";
}

async function runStep({ shadow }: Run, step: Step): Promise<void> {
  for (const sql of step.before) await shadow.run(sql);
  await shadow.run(prefixOf(step.sql) + step.sql);
  for (const sql of step.after) await shadow.run(sql);
}

/** Keeps account of the source's own BEGIN and COMMIT. */
function follow(run: Run, sql: string, step: Step): void {
  const [first, second, third] = tokensOf(sql, 3).map((token) => token.text);
  const begins = first === "begin" || (first === "start" && second === "transaction");
  const ends =
    first === "commit" ||
    first === "end" ||
    first === "abort" ||
    (first === "prepare" && second === "transaction") ||
    (first === "rollback" && second !== "to" && third !== "to");
  if (begins) run.transaction ??= [step];
  else if (ends) run.transaction = undefined;
  else run.transaction?.push(step);
}

/** Brings an aborted transaction of the source back to where it was before the statement that failed. */
async function replay(run: Run): Promise<void> {
  if (run.transaction === undefined) return;
  await run.shadow.run("ROLLBACK");
  for (const step of run.transaction) await runStep(run, step);
}

/** @returns true when the extension is there now, and the statement need not run */
async function installed(
  run: Run,
  file: SourceFile,
  statement: Statement,
  extension: ExtensionRequest,
): Promise<boolean> {
  const place = `${file.path}, line ${statement.line}`;
  const name = JSON.stringify(extension.name);
  const answer = await whoInstalls(run.shadow.session, extension.name);
  switch (answer) {
    case "builder":
      return false;
    case "bootstrap":
      await run.shadow.installExtension(extension).catch((error: unknown) => {
        throw error instanceof AppError
          ? new AppError(error.code, `${place}: ${error.message}`, { hint: error.hint, cause: error })
          : failed(run, file, statement, error);
      });
      run.statementsDone++;
      return true;
    case "not available":
      throw new AppError(
        "extension-not-available",
        `${place}: the shadow server does not have the extension ${name}.`,
        {
          hint: "Set SHADOW_DATABASE_URL to a server that has it (the image your database runs on, for instance).",
        },
      );
    case "not allowed":
      throw new AppError(
        "extension-not-allowed",
        `${place}: the extension ${name} may not be installed by a source.`,
        {
          hint: `It needs a superuser, and may reach files, programs or other servers. If whoever runs the shadow server trusts it, name it in ${extensionsVariable}; else take it out of the source, or compare with a database or a snapshot instead.`,
        },
      );
  }
}

/** What the end of psql does: an open transaction is lost, and the next file starts with nothing set. */
async function endSession(run: Run, file: SourceFile): Promise<void> {
  if (run.transaction !== undefined) {
    await run.shadow.run("ROLLBACK");
    run.transaction = undefined;
    run.diagnostics.push({
      code: "source-transaction-open",
      severity: "warning",
      message: `${file.path} begins a transaction and does not commit it: what it does since is lost, as with psql -f.`,
    });
  }
  await run.shadow.run("DISCARD ALL");
}

/** A kind with an object too few is compared on neither side: what the source declares would show as unexpected. */
function lack(run: Run, kind: string, reason: string): void {
  if (run.notVisible.some((entry) => entry.kind === kind)) return;
  run.notVisible.push({
    ...{ what: `${kind} of the source`, kind, reason },
    remedy: "Compare with a database or a snapshot instead of files, where these can be seen.",
  });
}

function note(run: Run, file: SourceFile, line: number, message: string): void {
  run.diagnostics.push({
    code: "source-statement-left-out",
    severity: "info",
    message: `${file.path}, line ${line}: ${message}`,
  });
}
