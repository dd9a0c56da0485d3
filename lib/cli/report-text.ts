import { describeDifference, describeSuggestion } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import type { IgnoreRule } from "../drift/ignore";
import { isKind, kindOf } from "../kinds/registry";
import { displayName, visible } from "../postgres/identity";
import { versionText } from "../postgres/version";
import { findingLines } from "./report-findings";

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** A drift for a terminal: the verdict first, then each difference on a line, then what was and was not compared. */
export function checkText(
  drift: Drift,
  serverVersion: number,
  milliseconds: number,
  rules: readonly IgnoreRule[] = [],
): string {
  const counting = drift.differences.filter(({ ignoredBy }) => ignoredBy === undefined);
  const ignored = drift.differences.filter(({ ignoredBy }) => ignoredBy !== undefined);
  const reasons = new Map(rules.map(({ id, reason }) => [id, reason]));
  const lines = [verdictLine(drift, counting.length), "", ...counting.map(differenceLine)];
  if (counting.length > 0) lines.push("");
  lines.push(...renameLines(counting));
  if (ignored.length > 0) {
    lines.push(
      "Ignored (no part of the verdict):",
      ...ignored.map(
        (difference) =>
          `${differenceLine(difference)} [${difference.ignoredBy}: ${reasons.get(difference.ignoredBy ?? "") ?? ""}]`,
      ),
      "",
    );
  }
  lines.push(...findingLines(drift.findings));
  for (const entry of drift.unverified) {
    lines.push(
      `  not verified  ${displayName(entry.object)} (${entry.attributes.join(", ")}): ${entry.reason}`,
    );
  }
  for (const diagnostic of drift.diagnostics) lines.push(`  ${diagnostic.severity}  ${diagnostic.message}`);
  lines.push(...coverageLines(drift));
  lines.push(`PostgreSQL ${versionText(serverVersion)}, ${Math.round(milliseconds)} ms.`);
  // Values of attributes come from the database as they are: none of them may move the cursor or turn the line.
  return `${lines.map(visible).join("\n")}\n`;
}

function differenceLine(difference: Difference): string {
  const cause = difference.cause === undefined ? "" : ` (because of ${difference.cause})`;
  const includes =
    difference.includes.length === 0
      ? ""
      : `, with ${plural(difference.includes.length, "object")} of its own`;
  return `  ${difference.severity.padEnd(8)} ${difference.id}  ${describeDifference(difference)}${includes}${cause}`;
}

/** Each pair once, with the option that says yes to it. */
function renameLines(differences: readonly Difference[]): readonly string[] {
  const lines = differences.flatMap((difference) => {
    const other = differences.find(({ id }) => id === difference.perhapsRenamed?.difference);
    return difference.type !== "missing" || other === undefined
      ? []
      : [
          `  ${describeSuggestion(difference, other)}`,
          `             plan --rename ${difference.id}=${other.id} renames it instead of dropping what it holds`,
        ];
  });
  return lines.length === 0 ? [] : ["Perhaps renamed:", ...lines, ""];
}

function verdictLine(drift: Drift, counting: number): string {
  const ignored = drift.counts.ignored === 0 ? "" : ` ${drift.counts.ignored} more ignored.`;
  switch (drift.verdict) {
    case "clean":
      return `Clean: ${plural(drift.counts.compared, "object")} compared, no difference${ignored === "" ? "." : ` that counts.${ignored}`}`;
    case "drift":
      return `Drift: ${plural(counting, "difference")} (${drift.counts.missing} missing, ${drift.counts.unexpected} unexpected, ${drift.counts.changed} changed, ${drift.counts.renamed} renamed).${ignored}`;
    case "unknown":
      return `Unknown: not everything could be compared. ${plural(counting, "difference")} found in what could.${ignored}`;
  }
}

function coverageLines(drift: Drift): readonly string[] {
  const { coverage } = drift;
  const read = Object.entries(coverage.read).map(([kind, count]) => {
    const words = isKind(kind) ? kindOf({ kind, name: "" }) : { label: kind, plural: kind };
    return plural(count, words.label, words.plural);
  });
  return [
    `Compared: ${read.join(", ") || "nothing"}.`,
    ...coverage.setApart.map(({ owner, count }) => `Set apart: ${plural(count, "object")} of ${owner}.`),
    ...coverage.unmanaged.map(
      ({ schema, count }) => `Not managed: schema ${schema} with ${plural(count, "object")}.`,
    ),
    ...coverage.notRead.map(({ kind, count, reason }) => `Not compared: ${count} × ${kind}. ${reason}`),
    ...coverage.notVisible.map(({ what, reason, remedy }) => `Not visible: ${what}. ${reason} ${remedy}`),
  ];
}
