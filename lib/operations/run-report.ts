import "server-only";
import { describeObject } from "../drift/describe";
import { visible } from "../postgres/identity";
import type { Context } from "./context";
import { readRun } from "./read-run";
import { readVerification } from "./read-verification";
import { recordAudit } from "./record-audit";
import { afterAdvice, proofLines, verificationVerdict } from "./verification-words";

/** The name and version of the report's format. Fields are added, never changed, within a version. */
const runReportFormat = "plumbline.run-report/v1";

/** Everything that is known of a run, for who was not there. It holds no row values and no secrets. */
export async function runReport(context: Context, id: string) {
  const page = await readRun(context, id);
  const verification = await readVerification(context, id);
  const { run, planId, planHash, database, databaseName } = page;
  await recordAudit(context, {
    action: "run.export",
    object: { kind: "run", id: run.id },
    database: database.slug,
  });
  const verdict = verificationVerdict(verification);
  return {
    format: runReportFormat,
    run: run.id,
    plan: planId,
    hash: planHash,
    database: { name: visible(database.name), environment: database.environment, database: databaseName },
    status: run.state,
    startedBy: run.startedBy.name,
    startedAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    result:
      run.outcome === null
        ? {
            code: run.error?.code ?? null,
            sentence: run.error?.message ?? null,
            next: run.error?.hint ?? null,
          }
        : { code: run.outcome.code, sentence: run.outcome.sentence, next: run.outcome.next },
    attempts: run.outcome?.attempts ?? 0,
    lockedMilliseconds: run.outcome?.lockedMilliseconds ?? 0,
    milliseconds: run.outcome?.milliseconds ?? 0,
    transactions: verification.transactions,
    resumes: page.resumes,
    statements: page.statements.map(({ sql }, position) => {
      const outcome = run.outcome?.statements.find(({ statement }) => statement === position);
      return {
        number: position + 1,
        sql,
        outcome: outcome?.outcome ?? "not run",
        doneBy: page.statements[position]?.doneBy ?? null,
        milliseconds: outcome?.milliseconds ?? null,
      };
    }),
    verification: {
      sentence: verdict.sentence,
      check: verification.check?.id ?? null,
      differences: verification.differences.map(({ id: difference, object, sentence, outcome }) => ({
        ...{ id: difference, object: describeObject(object), outcome },
        sentence: visible(sentence),
      })),
      proofs: proofLines(verification),
    },
    undo: { lost: verification.lost },
    advice: run.state === "committed" ? afterAdvice : [],
    signedOff: run.signedOff,
    log: page.events.flatMap(({ at, event }) =>
      event.type === "log" ? [{ at: at.toISOString(), level: event.level, message: event.message }] : [],
    ),
  };
}

export type RunReport = Awaited<ReturnType<typeof runReport>>;

/** The report for a ticket. */
export function runReportMarkdown(report: RunReport): string {
  const { verification, result } = report;
  const lines = [
    `# Run ${report.run} of ${report.plan} on ${text(report.database.name)}`,
    "",
    `**${text(result.sentence ?? report.status)}**`,
    ...(result.next === null || result.next === "" ? [] : ["", text(result.next)]),
    "",
    `- Status: ${report.status}`,
    `- Plan hash: \`${report.hash}\``,
    `- Database: ${text(report.database.database)} (${report.database.environment})`,
    ...(report.resumes === null
      ? []
      : [`- Goes on from ${report.resumes.id}, which did ${report.resumes.stepsDone} steps`]),
    `- Started by ${text(report.startedBy)} at ${report.startedAt}${report.finishedAt === null ? "" : `, ended ${report.finishedAt}`}`,
    `- Locks on tables held for ${report.lockedMilliseconds} ms, ${report.milliseconds} ms in all, ${report.attempts} attempts`,
    ...(report.transactions.length === 0 ? [] : [`- Transactions: ${report.transactions.join(", ")}`]),
    "",
    "## Verification",
    "",
    text(verification.sentence),
    "",
    ...verification.proofs.map(({ holds, sentence }) => `- ${holds ? "[x]" : "[ ]"} ${text(sentence)}`),
    "",
    ...(verification.differences.length === 0
      ? []
      : [
          "| Difference | Object | Outcome |",
          "|---|---|---|",
          ...verification.differences.map(
            ({ id, object, outcome }) => `| ${id} | ${cell(object)} | ${outcome} |`,
          ),
          "",
        ]),
    "## Statements",
    "",
    ...report.statements.flatMap(({ number, sql, outcome, doneBy, milliseconds }) => [
      `${number}. ${outcome}${doneBy === null ? "" : ` by ${doneBy}`}${milliseconds === null ? "" : `, ${milliseconds} ms`}`,
      "",
      fenced(sql),
      "",
    ]),
    ...(report.signedOff === null
      ? []
      : [
          "## Sign-off",
          "",
          `${text(report.signedOff.name)}, ${report.signedOff.at}: ${text(report.signedOff.note)}`,
          "",
        ]),
  ];
  return lines.join("\n");
}

/** Names come from the database: none of them may become a heading, a link or an image. */
const text = (words: string): string => visible(words).replaceAll(/([\\`*_{}[\]<>#|!])/g, "\\$1");

const cell = (words: string): string => text(words).replaceAll("\n", " ");

/** A fence that is longer than any run of backticks inside. */
function fenced(sql: string): string {
  const longest = Math.max(2, ...[...sql.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}sql\n${sql};\n${fence}`;
}
