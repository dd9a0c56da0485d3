import "server-only";
import { checkReport } from "../cli/report-json";
import { whyItMatters } from "../drift/describe";
import type { Drift } from "../drift/drift";
import { printObject } from "../plan/print-object";
import { planReport } from "../plan/report";
import { AppError } from "../postgres/app-error";
import { type Report, type ReportedAbout, reportFormat, reportSchema } from "../report/report";
import { type Check, findCheck } from "../store/checks";
import { type CommentSubject, readComments } from "../store/comments";
import type { Database } from "../store/databases";
import { type Decision, readHoldingDecisions } from "../store/decisions";
import type { StoredDifference } from "../store/differences";
import { readIgnoreRules } from "../store/ignore-rules";
import { readReviews } from "../store/plan-reviews";
import { readSource, type StoredSource } from "../store/sources";
import type { Context } from "./context";
import { planDifference } from "./plan-difference";
import { readCheckOverview } from "./read-check-overview";
import { readDatabase } from "./read-database";
import { readDifference } from "./read-difference";
import { readVerification } from "./read-verification";
import { requireDatabase } from "./require-database";
import { requirePlan } from "./require-plan";
import { requireRun } from "./require-run";

/** What a report can be asked of: `database`, or the id of a check, a difference, a plan or a run. */
export type ReportSubject = string;

/**
 * The report of something of a database, with nothing hidden.
 * @param subject `database` for its latest comparison, `C-881`, `D-7KQ2M4XA`, `P-12` or `R-3`
 * @throws AppError `no-such-database`, `no-such-check`, `no-such-difference`, `no-such-plan`, `no-such-run`
 */
export async function readReport(context: Context, slug: string, subject: ReportSubject): Promise<Report> {
  const database = await requireDatabase(context, slug);
  const source = await readSource(context.store, database.id);
  const report = await reportOf(context, database, source, subject);
  // What the schema does not name never leaves: neither in a file nor in a share link.
  return reportSchema.parse(report);
}

async function reportOf(
  context: Context,
  database: Database,
  source: StoredSource,
  subject: ReportSubject,
): Promise<object> {
  switch (/^(database$|C-|D-|P-|R-)/.exec(subject)?.[1]) {
    case "database": {
      const { check, differences, decisions } = await readDatabase(context, database.slug);
      if (check === null) throw notCompared(database);
      return driftReport(context, { database, source, check, differences, decisions });
    }
    case "C-": {
      const { check, differences } = await readCheckOverview(context, database.slug, subject);
      return driftReport(context, { database, source, check, differences, decisions: new Map() });
    }
    case "D-":
      return differenceReport(context, database, source, subject);
    case "P-":
      return planReportOf(context, database, source, subject);
    case "R-":
      return runReport(context, database, source, subject);
    default:
      throw new AppError("no-such-report", `There is nothing called ${subject.slice(0, 20)} to report on.`, {
        hint: "Open the database's page and choose Export or Share there.",
      });
  }
}

const notCompared = (database: Database): AppError =>
  new AppError("no-such-check", `${database.name} has not been compared yet.`, { hint: "Check it first." });

interface DriftParts {
  readonly database: Database;
  readonly source: StoredSource;
  readonly check: Check;
  readonly differences: readonly StoredDifference[];
  readonly decisions: ReadonlyMap<string, Decision>;
}

async function driftReport(
  context: Context,
  { database, source, check, differences, decisions }: DriftParts,
): Promise<object> {
  if (check.result === null) throw notCompared(database);
  const { serverVersion, milliseconds, ...result } = check.result;
  const drift: Drift = { ...result, differences: differences.map(({ difference }) => difference) };
  // Only those that cover something are told.
  const rules = await readIgnoreRules(context.store, database.id);
  return {
    ...headOf(context, database, source, check),
    subject: "drift",
    id: check.id,
    drift: checkReport(drift, serverVersion, milliseconds, rules),
    about: differences.map((each) => aboutOf(each, decisions.get(each.difference.id))),
  };
}

async function differenceReport(
  context: Context,
  database: Database,
  source: StoredSource,
  id: string,
): Promise<object> {
  const overview = await readDifference(context, database.slug, id);
  const { difference, check, expected, actual } = overview;
  if (check.result === null) throw notCompared(database);
  const fix = await planDifference(context, overview);
  const decisions = await readHoldingDecisions(context.store, database.id, context.now());
  const { serverVersion, milliseconds, ...result } = check.result;
  const present = difference.type === "missing" ? difference.object : difference.actual;
  const drift = checkReport({ ...result, differences: [difference] }, serverVersion, milliseconds);
  return {
    ...headOf(context, database, source, check),
    ...(await commentsOn(context, database, { kind: "difference", id: difference.id })),
    subject: "difference",
    id: difference.id,
    difference: drift.differences[0],
    about: aboutOf(overview, decisions.get(difference.id)),
    open: overview.open,
    expectedSql: printObject(difference.object, expected, difference.includes),
    actualSql: printObject(present, actual, difference.includes),
    fix: fix.made
      ? { plan: planReport(fix.plan, fix.undo(), serverVersion), reason: null }
      : { plan: null, reason: fix.message },
  };
}

async function planReportOf(
  context: Context,
  database: Database,
  source: StoredSource,
  id: string,
): Promise<object> {
  const { plan } = await requirePlan(context, id);
  if (plan.databaseId !== database.id) throw foreign("plan", id);
  const check = await checkOf(context, plan.checkNumber);
  const reviews = await readReviews(context.store, [plan.number]);
  return {
    ...headOf(context, database, source, check),
    ...(await commentsOn(context, database, { kind: "plan", id: plan.id })),
    subject: "plan",
    id: plan.id,
    plan: planReport(plan.content, plan.undo, plan.serverVersion),
    ...{ hash: plan.hash, state: plan.state, by: plan.createdByName },
    reviews: reviews
      .filter(({ endedAt }) => endedAt === null)
      .map(({ verdict, reviewerName, at, comment }) => ({
        ...{ verdict, by: reviewerName, at: at.toISOString() },
        comment: comment === "" ? null : comment,
      })),
  };
}

async function runReport(
  context: Context,
  database: Database,
  source: StoredSource,
  id: string,
): Promise<object> {
  const { run, plan } = await requireRun(context, id);
  if (plan.databaseId !== database.id) throw foreign("run", id);
  const check = await checkOf(context, plan.checkNumber);
  const { differences } = await readVerification(context, run.id);
  return {
    ...headOf(context, database, source, check),
    ...(await commentsOn(context, database, { kind: "run", id: run.id })),
    subject: "run",
    ...{ id: run.id, planId: plan.id, hash: plan.hash, state: run.state },
    plan: planReport(plan.content, plan.undo, plan.serverVersion),
    sentence: run.outcome?.sentence ?? run.error?.message ?? "The run has not ended yet.",
    next: run.outcome?.next ?? run.error?.hint ?? "",
    by: run.startedBy.name,
    startedAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    statements: (run.outcome?.statements ?? []).map(({ statement, outcome, milliseconds }) => ({
      ...{ statement, outcome, milliseconds },
    })),
    lockedMilliseconds: run.outcome?.lockedMilliseconds ?? null,
    proofs: differences.map(({ id: difference, object, outcome }) => ({ id: difference, object, outcome })),
    signedOff:
      run.signedOff === null
        ? null
        : { by: run.signedOff.name, at: run.signedOff.at, note: run.signedOff.note || null },
  };
}

/** Another database's plan or run answers as one that is not there. */
const foreign = (kind: "plan" | "run", id: string): AppError =>
  new AppError(`no-such-${kind}`, `There is no ${kind} ${id.slice(0, 20)}.`, {
    hint: "Open the database's page.",
  });

async function checkOf({ store }: Context, number: number): Promise<Check> {
  const check = await findCheck(store, number);
  if (check === null) throw new Error(`check C-${number} is gone though a plan rests on it`);
  return check;
}

function headOf(context: Context, database: Database, source: StoredSource, check: Check) {
  const { host, port, database: databaseName } = database.connection;
  return {
    format: reportFormat,
    madeAt: context.now().toISOString(),
    hidden: [],
    database: { name: database.name, environment: database.environment, host, port, database: databaseName },
    source: { type: source.type, label: source.label },
    check: { id: check.id, at: (check.finishedAt ?? check.requestedAt).toISOString() },
    comments: [],
  } satisfies Partial<Report>;
}

async function commentsOn({ store }: Context, database: Database, subject: CommentSubject) {
  const comments = await readComments(store, database.id, subject);
  return {
    comments: comments
      .filter(({ removedAt }) => removedAt === null)
      .map(({ author, at, body }) => ({ by: author.name, at: at.toISOString(), body })),
  };
}

function aboutOf(
  { difference, sighting, facts }: StoredDifference,
  decision: Decision | undefined,
): ReportedAbout {
  return {
    id: difference.id,
    why: [...whyItMatters(difference)],
    firstSeenAt: sighting.firstSeenAt.toISOString(),
    checks: sighting.seen,
    rows: facts?.rows ?? null,
    decision:
      decision === undefined
        ? null
        : {
            ...{ type: decision.type, reason: decision.reason || null, by: decision.by.name },
            until: decision.until?.toISOString() ?? null,
            at: decision.at.toISOString(),
          },
  };
}
