import type { Finding } from "../drift/finding";

/** What a report says of a finding's statements. */
export interface FindingReport extends Omit<Finding, "object" | "statements"> {
  readonly kind: string;
  readonly object: Omit<Finding["object"], "kind">;
  readonly statements: readonly {
    readonly sql: string;
    readonly lock: string | null;
    readonly transaction: "inside" | "outside" | "commit after";
    readonly hazards: readonly { readonly code: string; readonly detail?: string }[];
  }[];
}

/** Findings as the documented report has them. */
export const findingsReport = (findings: readonly Finding[]): readonly FindingReport[] =>
  findings.map(({ object: { kind, ...object }, statements, attribute: _, ...rest }) => ({
    ...rest,
    kind,
    object,
    statements: statements.map(({ sql, lock, transaction, hazards }) => ({
      sql,
      lock,
      transaction,
      hazards,
    })),
  }));

/** Findings for a terminal: what is amiss and what mends it; what could not be told after it, a line each. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const found = findings.filter(({ state }) => state === "found");
  const unknown = findings.filter(({ state }) => state === "unknown");
  return [
    ...(found.length === 0
      ? []
      : ["Amiss in the database itself, whatever the source says (no part of the verdict):"]),
    ...found.flatMap((finding) => [
      `  ${finding.severity.padEnd(8)} ${finding.id}  ${finding.sentence}${note(finding)}`,
      ...(finding.statements.length === 0
        ? [`             ${finding.remedy}`]
        : finding.statements.map(({ sql }) => `             ${sql};`)),
    ]),
    ...unknown.map((finding) => `  not known ${finding.id}  ${finding.sentence}`),
    "",
  ];
}

function note({ declared, difference }: Finding): string {
  if (declared) return " (the source says the same)";
  return difference === undefined ? "" : ` (fixed with ${difference})`;
}
