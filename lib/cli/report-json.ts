import type { RenameSuggestion } from "../drift/difference";
import type { Drift } from "../drift/drift";
import { type IgnoreRule, rulesInUse } from "../drift/ignore";
import type { AttributeValue } from "../kinds/kind";
import type { Severity } from "../kinds/severity";
import type { AppError } from "../postgres/app-error";
import type { Identity } from "../postgres/identity";
import { versionText } from "../postgres/version";
import { type FindingReport, findingsReport } from "./report-findings";

/** The name and version of the check report (README, "The check report"). Fields are added, never changed, within a version. */
export const checkFormat = "plumbline.check/v1";

type Address = Omit<Identity, "kind">;

export interface CheckReport {
  readonly format: typeof checkFormat;
  readonly verdict: Drift["verdict"];
  readonly counts: Drift["counts"];
  readonly differences: readonly {
    readonly id: string;
    readonly type: "missing" | "unexpected" | "changed" | "renamed";
    /** The name that a renamed object has in the database. */
    readonly actualName?: string;
    readonly kind: string;
    readonly object: Address;
    readonly severity: Severity;
    readonly attributes: readonly {
      readonly attribute: string;
      readonly expected: AttributeValue;
      readonly actual: AttributeValue;
      readonly ignoredBy?: string;
    }[];
    /** Objects that come and go with this one. */
    readonly includes: readonly ({ readonly kind: string } & Address)[];
    /** The id of the difference that explains this one. */
    readonly cause?: string;
    /** The id of the ignore rule that covers it: it is no part of the verdict. */
    readonly ignoredBy?: string;
    /** The other one of a missing and an unexpected object that may be one under two names. */
    readonly perhapsRenamed?: RenameSuggestion;
  }[];
  /** The ignore rules that cover something. */
  readonly ignoreRules: readonly IgnoreRule[];
  /** What is amiss in the database itself; no part of the verdict. */
  readonly findings: readonly FindingReport[];
  readonly unverified: Drift["unverified"];
  readonly coverage: Drift["coverage"];
  readonly diagnostics: Drift["diagnostics"];
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
  /** Of the database that was checked: `15.18`. */
  readonly serverVersion: string;
  readonly milliseconds: number;
}

const addressOf = ({ kind: _, ...address }: Identity): Address => address;

/** A drift as the documented report. */
export function checkReport(
  drift: Drift,
  serverVersion: number,
  milliseconds: number,
  rules: readonly IgnoreRule[] = [],
): CheckReport {
  return {
    format: checkFormat,
    verdict: drift.verdict,
    counts: drift.counts,
    differences: drift.differences.map((difference) => ({
      id: difference.id,
      type: difference.type,
      kind: difference.object.kind,
      object: addressOf(difference.object),
      severity: difference.severity,
      attributes:
        difference.type === "changed"
          ? difference.attributes.map(({ severity: _, ...attribute }) => attribute)
          : [],
      includes: difference.includes,
      ...(difference.type === "renamed" ? { actualName: difference.actual.name } : {}),
      ...(difference.cause === undefined ? {} : { cause: difference.cause }),
      ...(difference.perhapsRenamed === undefined ? {} : { perhapsRenamed: difference.perhapsRenamed }),
      ...(difference.ignoredBy === undefined ? {} : { ignoredBy: difference.ignoredBy }),
    })),
    ignoreRules: rulesInUse(rules, drift.differences),
    findings: findingsReport(drift.findings),
    unverified: drift.unverified,
    coverage: drift.coverage,
    diagnostics: drift.diagnostics,
    expectedFingerprint: drift.expectedFingerprint,
    actualFingerprint: drift.actualFingerprint,
    serverVersion: versionText(serverVersion),
    milliseconds: Math.round(milliseconds),
  };
}

/** What is printed instead of a report when nothing could be compared. */
export const errorReport = (error: AppError) => ({
  format: checkFormat,
  verdict: "unknown" as const,
  error: { code: error.code, message: error.message, hint: error.hint ?? null, details: error.details },
});
