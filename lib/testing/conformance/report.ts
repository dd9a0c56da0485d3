import { type Outcome, type Verdict, verdicts } from "./outcome";

/** Cases listed by name under one cause. */
const examples = 6;

/** Outcomes as tables for a terminal: by suite, by kind of object that the cases change, then what went wrong by cause. */
export function reportText(outcomes: readonly Outcome[]): string {
  const judged = outcomes.filter(({ verdict }) => verdict !== "skipped");
  const share = (verdict: Verdict): string => {
    const count = judged.filter((outcome) => outcome.verdict === verdict).length;
    return `${count} ${verdict} (${((100 * count) / Math.max(judged.length, 1)).toFixed(1)} %)`;
  };
  const kept = judged.filter(({ rows, verdict }) => rows > 0 && verdict === "closed");
  return [
    table(
      "suite",
      byKey(outcomes, (outcome) => [`${outcome.major}  ${outcome.suite}  ${outcome.direction}`]),
    ),
    table(
      "kind changed",
      byKey(judged, ({ kindsChanged }) => kindsChanged),
    ),
    ...(["failed", "open", "manual", "skipped"] as const).map((verdict) => causes(outcomes, verdict)),
    notes(judged),
    `${judged.length} judged: ${verdicts
      .filter((verdict) => verdict !== "skipped")
      .map(share)
      .join(", ")}; ${outcomes.length - judged.length} skipped.`,
    `Rows put in beforehand survived in ${kept.length} of the closed (${kept.reduce((sum, { rows }) => sum + rows, 0)} rows).`,
    "",
  ].join("\n");
}

type Counts = { [V in Verdict]: number };

function byKey(
  outcomes: readonly Outcome[],
  keys: (outcome: Outcome) => readonly string[],
): ReadonlyMap<string, Counts> {
  const rows = new Map<string, Counts>();
  for (const outcome of outcomes) {
    for (const key of keys(outcome)) {
      const counts = rows.get(key) ?? { closed: 0, manual: 0, open: 0, failed: 0, skipped: 0 };
      counts[outcome.verdict] += 1;
      rows.set(key, counts);
    }
  }
  return new Map([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function table(title: string, rows: ReadonlyMap<string, Counts>): string {
  const width = Math.max(title.length, ...[...rows.keys()].map((key) => key.length));
  const head = [title.padEnd(width), ...verdicts.map((verdict) => verdict.padStart(8))].join("");
  const lines = [...rows].map(([key, counts]) =>
    [key.padEnd(width), ...verdicts.map((verdict) => String(counts[verdict] || "–").padStart(8))].join(""),
  );
  return [head, ...lines, ""].join("\n");
}

function causes(outcomes: readonly Outcome[], verdict: Verdict): string {
  const groups = groupBy(
    outcomes.filter((outcome) => outcome.verdict === verdict),
    ({ cause }) => cause,
  );
  const lines = [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([cause, members]) => [
      `${verdict}  ${String(members.length).padStart(4)}  ${cause}`,
      ...members.slice(0, examples).map(example),
      ...(members.length > examples ? [`              … and ${members.length - examples} more`] : []),
    ]);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function example({ major, suite, name, direction, detail }: Outcome): string {
  return `              ${major} ${suite}/${name} ${direction}: ${detail.replaceAll("\n", " ").slice(0, 220)}`;
}

function notes(outcomes: readonly Outcome[]): string {
  const groups = groupBy(
    outcomes.flatMap((outcome) => outcome.notes.map((note) => note.replace(/\(\w{5} .*\)$/s, "(…)"))),
    (note) => note,
  );
  return [...groups]
    .map(([note, members]) => `note  ${String(members.length).padStart(5)}  ${note}\n`)
    .join("");
}

// Map.groupBy came with Node 21.
function groupBy<T>(list: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
