import type { AttributeValue } from "../kinds/kind";
import {
  type Report,
  type ReportedAbout,
  type ReportedCheck,
  type ReportedDifference,
  type ReportedPlan,
  redactions,
  reportSchema,
  type SharedReport,
} from "../report/report";
import type { Disguise } from "./disguise";
import { redactHashes } from "./redact-hashes";
import { collector, type RedactionPolicy, type Redactor, redactor, type Secrets } from "./redactor";

/** Everything is hidden that can be. */
export const hideEverything: RedactionPolicy = {
  ...{ names: true, roles: true, rows: true, comments: true, literals: true },
};

/**
 * Takes out of a report what a policy hides: names of host and database, roles, exact row counts, comments, literals.
 * Names of objects stay, disguised names are the same throughout the report.
 */
export function redactReport(report: Report, policy: RedactionPolicy, disguise: Disguise): SharedReport {
  const secrets: Secrets = { roles: new Set(), texts: new Set() };
  mapReport(report, collector(secrets), policy);
  const { host, database, name } = report.database;
  const names = policy.names
    ? new Map([
        [host, disguise.name("host", host)],
        [database, disguise.name("database", database)],
        [name, disguise.name("database", name)],
      ])
    : new Map<string, string>();
  // A server that is reached through a socket has no host.
  names.delete("");
  const change = redactor(policy, secrets, names, disguise);
  const mapped = redactHashes(mapReport(report, change, policy), report, change, policy, disguise);
  return reportSchema.parse({
    ...mapped,
    hidden: redactions.filter((each) => policy[each] || report.hidden.includes(each)),
    ...(policy.names
      ? {
          database: {
            ...report.database,
            name: names.get(name),
            host: names.get(host) ?? "",
            port: null,
            database: names.get(database),
          },
          source: { type: report.source.type, label: report.source.type },
        }
      : {}),
  }) as SharedReport;
}

/** A link's content as the store keeps it: it was redacted before it came there. */
export const storedSharedReport = (content: unknown): SharedReport =>
  reportSchema.parse(content) as SharedReport;

function mapReport(report: Report, change: Redactor, policy: RedactionPolicy): Report {
  const comments = policy.comments
    ? null
    : (report.comments?.map((each) => ({ ...each, body: change.words(each.body) })) ?? null);
  const note = (text: string | null): string | null =>
    text === null || policy.comments ? null : change.words(text);
  switch (report.subject) {
    case "drift":
      return {
        ...report,
        comments,
        drift: mapCheck(report.drift, change, policy),
        about: report.about.map((each) => mapAbout(each, policy, note)),
      };
    case "difference":
      return {
        ...report,
        comments,
        difference: mapDifference(report.difference, change),
        about: mapAbout(report.about, policy, note),
        expectedSql: report.expectedSql === null ? null : change.sql(report.expectedSql),
        actualSql: report.actualSql === null ? null : change.sql(report.actualSql),
        fix: {
          plan: report.fix.plan === null ? null : mapPlan(report.fix.plan, change),
          reason: report.fix.reason === null ? null : change.words(report.fix.reason),
        },
      };
    case "plan":
      return {
        ...report,
        comments,
        plan: mapPlan(report.plan, change),
        reviews: report.reviews.map((each) => ({ ...each, comment: note(each.comment) })),
      };
    case "run":
      return {
        ...report,
        comments,
        plan: mapPlan(report.plan, change),
        sentence: change.words(report.sentence),
        next: change.words(report.next),
        proofs: report.proofs.map((each) => ({ ...each, object: change.identity(each.object) })),
        signedOff:
          report.signedOff === null ? null : { ...report.signedOff, note: note(report.signedOff.note) },
      };
  }
}

function mapDifference(difference: ReportedDifference, change: Redactor): ReportedDifference {
  const { kind, object, attributes, includes, actualName, ...rest } = difference;
  const { kind: _, ...address } = change.identity({ ...object, kind });
  return {
    ...rest,
    kind,
    object: address,
    ...(actualName === undefined ? {} : { actualName: change.identity({ kind, name: actualName }).name }),
    includes: includes.map((each) => change.identity(each)),
    attributes: attributes.map(({ attribute, expected, actual, ...more }) => ({
      ...more,
      attribute,
      expected: change.attribute(kind, attribute, expected as AttributeValue) as ReportedValue,
      actual: change.attribute(kind, attribute, actual as AttributeValue) as ReportedValue,
    })),
  };
}

type ReportedValue = ReportedDifference["attributes"][number]["expected"];

function mapAbout(
  about: ReportedAbout,
  policy: RedactionPolicy,
  note: (text: string | null) => string | null,
): ReportedAbout {
  const { decision, rows } = about;
  return {
    ...about,
    rows: rows === null || !policy.rows ? rows : rounded(rows),
    decision:
      decision === null
        ? null
        : { ...decision, reason: note(decision.reason), by: policy.comments ? null : decision.by },
  };
}

function mapCheck(check: ReportedCheck, change: Redactor, policy: RedactionPolicy): ReportedCheck {
  // A sequence that is behind is told with the largest value of its column.
  const figures = (text: string): string =>
    policy.rows
      ? text.replace(
          /(?<![\p{L}\p{N}_."$,])(?:\d{3,}|\d{1,3}(?:,\d{3})+)(?![\p{L}\p{N}_"$]|[.,]\d)/gu,
          (figure) => rounded(Number(figure.replaceAll(",", ""))).toLocaleString("en"),
        )
      : text;
  return {
    ...check,
    differences: check.differences.map((each) => mapDifference(each, change)),
    ignoreRules: check.ignoreRules.map((rule) => ({
      ...rule,
      name: rule.name === null ? null : change.identity({ kind: rule.kind ?? "", name: rule.name }).name,
      ...(policy.comments ? { reason: "", author: "" } : { reason: change.words(rule.reason) }),
    })),
    findings: check.findings.map((finding) => {
      const { kind: _, ...object } = change.identity({ ...finding.object, kind: finding.kind });
      return {
        ...finding,
        object,
        sentence: figures(change.words(finding.sentence)),
        why: change.words(finding.why),
        remedy: figures(change.words(finding.remedy)),
        statements: finding.statements.map((each) => ({
          ...each,
          sql: change.sql(each.sql),
          hazards: each.hazards.map((hazard) => mapHazard(hazard, change)),
        })),
      };
    }),
    unverified: check.unverified.map((each) => ({
      ...each,
      object: change.identity(each.object),
      reason: change.words(each.reason),
    })),
    coverage: {
      ...check.coverage,
      notRead: check.coverage.notRead.map((each) => ({ ...each, reason: change.words(each.reason) })),
      notVisible: check.coverage.notVisible.map((each) => ({
        ...each,
        what: change.words(each.what),
        reason: change.words(each.reason),
        remedy: change.words(each.remedy),
      })),
    },
    diagnostics: check.diagnostics.map((each) => ({
      ...each,
      ...(each.object === undefined ? {} : { object: change.identity(each.object) }),
      message: change.words(each.message),
    })),
  };
}

function mapPlan(plan: ReportedPlan, change: Redactor): ReportedPlan {
  const manual = plan.manual.map((each) => mapManual(each, change));
  return {
    ...plan,
    manual,
    fixes: plan.fixes.map((fix) => ({
      ...fix,
      object: change.identity(fix.object),
      reason:
        fix.reason.type === "difference"
          ? fix.reason
          : { ...fix.reason, because: change.identity(fix.reason.because) },
      hazards: fix.hazards.map((hazard) => mapHazard(hazard, change)),
    })),
    statements: plan.statements.map((each) => mapStatement(each, change)),
    hazards: plan.hazards.map((hazard) => mapHazard(hazard, change)),
    undo: {
      statements: plan.undo.statements.map((each) => mapStatement(each, change)),
      manual: plan.undo.manual.map((each) => mapManual(each, change)),
      lost: plan.undo.lost.map(({ object, reason }) => ({
        object: change.identity(object),
        reason: change.words(reason),
      })),
    },
  };
}

type Statement = ReportedPlan["statements"][number];

function mapStatement(statement: Statement, change: Redactor): Statement {
  return {
    ...statement,
    sql: change.sql(statement.sql),
    object: change.identity(statement.object),
    hazards: statement.hazards.map((hazard) => mapHazard(hazard, change)),
    preflight: statement.preflight.map((each) => ({
      ...each,
      question: change.words(each.question),
      sql: each.sql === null ? null : change.sql(each.sql),
      ...(each.proof === undefined ? {} : { proof: change.words(each.proof) }),
      ...(each.unasked === undefined ? {} : { unasked: change.words(each.unasked) }),
      table: change.identity(each.table),
    })),
  };
}

function mapManual(manual: ReportedPlan["manual"][number], change: Redactor): ReportedPlan["manual"][number] {
  return { ...manual, object: change.identity(manual.object), reason: change.words(manual.reason) };
}

function mapHazard(hazard: Statement["hazards"][number], change: Redactor): Statement["hazards"][number] {
  return hazard.detail === undefined ? hazard : { ...hazard, detail: change.words(hazard.detail) };
}

/** One significant digit: 2,134,118 becomes 2,000,000. */
function rounded(rows: number): number {
  if (rows < 10) return rows;
  const unit = 10 ** Math.floor(Math.log10(rows));
  return Math.round(rows / unit) * unit;
}
