import { describeChange } from "../drift/describe";
import { isKind, kindOf } from "../kinds/registry";
import { displayName, type Identity } from "../postgres/identity";
import type { Report, ReportedCheck, ReportedDifference } from "./report";

const plural = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** `column public.users.id`. */
export const describeReported = (object: Identity): string =>
  `${isKind(object.kind) ? kindOf(object).label : object.kind} ${displayName(object)}`;

/** The object of a reported difference. */
export const objectOf = ({ kind, object }: Pick<ReportedDifference, "kind" | "object">): Identity => ({
  kind,
  ...object,
});

/** What differs, without the object: `type is uuid, expected character varying(36)`. */
export function changeText(difference: ReportedDifference): string {
  switch (difference.type) {
    case "missing":
      return "missing";
    case "unexpected":
      return "not expected";
    case "renamed":
      return `there under the name ${difference.actualName ?? ""}`;
    case "changed":
      return difference.attributes.map((change) => describeChange(difference.kind, change)).join("; ");
  }
}

/** The verdict as one sentence. */
function verdictText({ verdict, counts }: ReportedCheck): string {
  const open = counts.missing + counts.unexpected + counts.changed + counts.renamed;
  switch (verdict) {
    case "clean":
      return `In sync: ${plural(counts.compared, "object")} compared, no difference counts.`;
    case "drift":
      return `This database differs from its source in ${plural(open, "object")}.`;
    case "unknown":
      return `Unknown: not everything could be compared. ${plural(open, "difference")} found in what could.`;
  }
}

/** One sentence that says what a report is about and how it stands. */
export function headline(report: Report): string {
  switch (report.subject) {
    case "drift":
      return verdictText(report.drift);
    case "difference":
      return `${describeReported(objectOf(report.difference))}: ${changeText(report.difference)}.`;
    case "plan": {
      const by = report.plan.manual.length;
      return `${plural(report.plan.statements.length, "statement")}${by === 0 ? "" : `, ${plural(by, "difference")} left to be done by hand`}.`;
    }
    case "run":
      return report.sentence;
  }
}

/** What is hidden, in words; null where nothing is. */
export function hiddenText({ hidden }: Pick<Report, "hidden">): string | null {
  if (hidden.length === 0) return null;
  const words = {
    names: "host and database",
    roles: "roles",
    rows: "exact row counts",
    comments: "comments",
    literals: "values in SQL",
  };
  return `Hidden: ${hidden.map((each) => words[each]).join(", ")}.`;
}

/** `2026-11-24 03:12 UTC`, the same on every machine. */
export const momentText = (moment: string): string =>
  `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;
