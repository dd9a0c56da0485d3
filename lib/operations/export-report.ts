import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { csvRecord } from "../access/csv";
import { disguise } from "../access/disguise";
import { redactReport } from "../access/redact-report";
import { planScript } from "../plan/script";
import { AppError } from "../postgres/app-error";
import { type Redaction, type Report, redactions, reportJson } from "../report/report";
import { reportMarkdown, shortMarkdown } from "../report/report-markdown";
import { reportRows } from "../report/report-rows";
import type { Context } from "./context";
import { planDifference } from "./plan-difference";
import { readDifference } from "./read-difference";
import { readReport } from "./read-report";
import { recordAudit } from "./record-audit";
import { policyOf } from "./redaction-policy";
import { requireDatabase } from "./require-database";
import { requirePlan } from "./require-plan";

/** Forms in which a report leaves the app. `chat` is Markdown of at most 40 lines. */
export const exportFormats = ["markdown", "chat", "json", "csv", "sql"] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What the address of an export asks for. */
export const exportQuerySchema = z.object({
  subject: z.string().min(1).max(20),
  format: z.enum(exportFormats),
  /** Names of what is to be hidden, with commas between them. */
  hide: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((each) => each !== ""))
    .pipe(z.array(z.enum(redactions))),
});

/** A file. */
export interface ExportedReport {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/**
 * Writes a report as a file, and down in the audit log that it left. What is hidden in it, the file says.
 * @throws AppError `no-such-…`; `no-sql` for what has no statements
 */
export async function exportReport(
  context: Context,
  slug: string,
  { subject, format, hide }: z.output<typeof exportQuerySchema>,
): Promise<ExportedReport> {
  await requireDatabase(context, slug);
  const full = await readReport(context, slug, subject);
  const report = hide.length === 0 ? full : redactReport(full, policyOf(hide), disguise(randomBytes(32)));
  const content = format === "sql" ? await scriptOf(context, slug, report, hide) : contentOf(report, format);
  await recordAudit(context, {
    action: `${report.subject}.export`,
    object: { kind: full.subject, id: full.id },
    database: slug,
    detail: { format, hidden: report.hidden },
  });
  // A file's name is read by who gets the file.
  const about = hide.includes("names") ? report.database.name : slug;
  return { name: `${about}-${report.id}.${endings[format]}`, type: types[format], content };
}

const endings = { markdown: "md", chat: "txt", json: "json", csv: "csv", sql: "sql" };

const types = {
  markdown: "text/markdown; charset=utf-8",
  chat: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  sql: "application/sql; charset=utf-8",
};

function contentOf(report: Report, format: Exclude<ExportFormat, "sql">): string {
  switch (format) {
    case "markdown":
      return reportMarkdown(report);
    case "chat":
      return shortMarkdown(report);
    case "json":
      return reportJson(report);
    case "csv":
      return reportRows(report).map(csvRecord).join("");
  }
}

/** The bytes that would be run. A script in which something is hidden would be another one. */
async function scriptOf(
  context: Context,
  slug: string,
  report: Report,
  hide: readonly Redaction[],
): Promise<string> {
  if (hide.length > 0) throw noScript("A script cannot leave anything out.");
  switch (report.subject) {
    case "plan":
    case "run": {
      const { plan } = await requirePlan(context, report.subject === "plan" ? report.id : report.planId);
      return planScript(plan.content);
    }
    case "difference": {
      const fix = await planDifference(context, await readDifference(context, slug, report.id));
      if (!fix.made) throw noScript(fix.message);
      return planScript(fix.plan);
    }
    case "drift":
      throw noScript("A drift has no statements.");
  }
}

const noScript = (message: string): AppError =>
  new AppError("no-sql", message, { hint: "Make a plan, or export in another format." });
