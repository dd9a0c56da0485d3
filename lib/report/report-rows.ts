import { displayName } from "../postgres/identity";
import { changeText, objectOf } from "./describe-report";
import type { Report, ReportedAbout, ReportedDifference } from "./report";
import { stateOf } from "./report-markdown";

type Row = readonly (string | number | null)[];

/** A report as rows of a table, the heading first: differences of a drift, statements of a plan or a run. */
export function reportRows(report: Report): readonly Row[] {
  switch (report.subject) {
    case "drift": {
      const about = new Map(report.about.map((each) => [each.id, each]));
      return [heading, ...report.drift.differences.map((each) => differenceRow(each, about.get(each.id)))];
    }
    case "difference":
      return [heading, differenceRow(report.difference, report.about)];
    case "plan":
      return [
        [...statementHeading, "hidden"],
        ...report.plan.statements.map((each, position) => [
          ...statementRow(each, position),
          report.hidden.join(" "),
        ]),
      ];
    case "run": {
      const outcomes = new Map(report.statements.map((each) => [each.statement, each]));
      return [
        [...statementHeading, "outcome", "milliseconds"],
        ...report.plan.statements.map((each, position) => [
          ...statementRow(each, position),
          outcomes.get(position)?.outcome ?? "not run",
          outcomes.get(position)?.milliseconds ?? null,
        ]),
      ];
    }
  }
}

const heading: Row = [
  ...["id", "severity", "kind", "object", "type", "difference", "decision", "first seen", "checks", "rows"],
  "cause",
];

function differenceRow(each: ReportedDifference, about: ReportedAbout | undefined): Row {
  return [
    ...[each.id, each.severity, each.kind, displayName(objectOf(each)), each.type, changeText(each)],
    stateOf(each, about),
    about?.firstSeenAt ?? null,
    about?.checks ?? null,
    about?.rows ?? null,
    each.cause ?? null,
  ];
}

const statementHeading = ["position", "sql", "object", "lock", "transaction", "hazards"];

function statementRow(
  {
    sql,
    object,
    lock,
    transaction,
    hazards,
  }: Extract<Report, { subject: "plan" }>["plan"]["statements"][number],
  position: number,
): Row {
  return [
    ...[position + 1, sql, displayName(object), lock, transaction],
    hazards.map(({ code }) => code).join(" "),
  ];
}
