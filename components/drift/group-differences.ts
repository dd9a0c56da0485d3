import type { Difference } from "@/lib/drift/difference";
import { compareSeverities, type Severity, severities } from "@/lib/kinds/severity";
import { displayName } from "@/lib/postgres/identity";
import { kindWords } from "./counting";
import type { Grouping } from "./list-view";
import type { ListedDifference } from "./listed-difference";

/** Differences that belong together. */
export interface GroupedDifferences {
  readonly id: string;
  /** The heading; for a cause, the difference that is the cause stands for it. */
  readonly title: string;
  readonly cause?: Difference;
  readonly worst: Severity;
  readonly items: readonly ListedDifference[];
}

/** Puts differences under headings. The worst group comes first; within a group the given order stays. */
export function groupDifferences(
  differences: readonly ListedDifference[],
  grouping: Grouping,
  all: readonly ListedDifference[] = differences,
): readonly GroupedDifferences[] {
  switch (grouping) {
    case "cause":
      return byCause(differences, all);
    case "table":
      return collect(differences, ({ object }) => tableOf(object) ?? "Not in a table");
    case "kind":
      return collect(differences, ({ object }) => kindWords(object.kind));
    case "severity":
      return collect(differences, ({ severity }) => severity).map((group) => ({
        ...group,
        title: group.title.charAt(0).toUpperCase() + group.title.slice(1),
      }));
  }
}

/** How many differences each cause explains, by the cause's id. */
export function explainedByCause(differences: readonly ListedDifference[]): ReadonlyMap<string, number> {
  const explained = new Map<string, number>();
  for (const { difference } of differences) {
    if (difference.cause !== undefined)
      explained.set(difference.cause, (explained.get(difference.cause) ?? 0) + 1);
  }
  return explained;
}

function byCause(
  differences: readonly ListedDifference[],
  all: readonly ListedDifference[],
): readonly GroupedDifferences[] {
  const causes = new Map(all.map(({ difference }) => [difference.id, difference]));
  const explained = explainedByCause(all);
  const groups = new Map<string, ListedDifference[]>();
  const alone: ListedDifference[] = [];
  for (const entry of differences) {
    const { id, cause } = entry.difference;
    const key = cause ?? (explained.has(id) ? id : undefined);
    const group = key === undefined ? alone : (groups.get(key) ?? []);
    group.push(entry);
    if (key !== undefined) groups.set(key, group);
  }
  const named = [...groups].flatMap(([key, items]): GroupedDifferences[] => {
    const cause = causes.get(key);
    if (cause === undefined) return [];
    // What cannot be created tells more of a cause than the hundredth column of the same type.
    const rank = ({ difference }: ListedDifference): number =>
      difference.id === key ? 0 : difference.type === "changed" ? 2 : 1;
    const ordered = items.toSorted((a, b) => rank(a) - rank(b));
    return [{ id: key, title: displayName(cause.object), cause, worst: worstOf(items), items: ordered }];
  });
  const rest =
    alone.length === 0
      ? []
      : [
          {
            id: "alone",
            title: named.length === 0 ? "All differences" : "Stand alone",
            worst: worstOf(alone),
            items: alone,
          },
        ];
  return [...named.toSorted((a, b) => b.items.length - a.items.length), ...rest];
}

function collect(
  differences: readonly ListedDifference[],
  titleOf: (difference: Difference) => string,
): readonly GroupedDifferences[] {
  const groups = new Map<string, ListedDifference[]>();
  for (const entry of differences) {
    const title = titleOf(entry.difference);
    const group = groups.get(title);
    if (group) group.push(entry);
    else groups.set(title, [entry]);
  }
  return [...groups]
    .map(([title, items], position) => ({ id: `g${position}`, title, worst: worstOf(items), items }))
    .toSorted((a, b) => compareSeverities(a.worst, b.worst) || (a.title < b.title ? -1 : 1));
}

const worstOf = (items: readonly ListedDifference[]): Severity =>
  items.reduce<Severity>(
    (worst, { difference }) =>
      compareSeverities(difference.severity, worst) < 0 ? difference.severity : worst,
    severities.at(-1) ?? "info",
  );

/** The table an object is of, or the object itself where it stands beside tables. */
function tableOf(object: Difference["object"]): string | undefined {
  if (object.schema === undefined) return undefined;
  return displayName({ kind: "table", schema: object.schema, name: object.table ?? object.name });
}
