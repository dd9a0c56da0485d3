import type { Statement } from "../postgres/statement";
import type { Node } from "./node";

/**
 * Makes one ALTER TABLE of all type changes of a table: it is then written anew once, and a table that refers to itself
 * changes both ends at the same moment. What several fixes share becomes one as well.
 */
export function mergeTypeChanges(
  nodes: readonly Node[],
  alone: ReadonlySet<number> = new Set(),
): readonly Node[] {
  const groups = new Map<string, number[]>();
  nodes.forEach((node, position) => {
    const key = groupOf(node.statement);
    if (key === undefined || alone.has(position)) return;
    const group = groups.get(key);
    if (group) group.push(position);
    else groups.set(key, [position]);
  });
  const leaderOf = new Map<number, number>();
  for (const group of groups.values())
    for (const position of group) leaderOf.set(position, group[0] ?? position);

  const newPosition = new Map<number, number>();
  const kept = nodes.flatMap((_, position) => {
    const leader = leaderOf.get(position) ?? position;
    if (leader !== position) return [];
    newPosition.set(position, newPosition.size);
    return [position];
  });
  const place = (position: number): number => newPosition.get(leaderOf.get(position) ?? position) ?? 0;
  return kept.map((position) => {
    const node = nodes[position] as Node;
    const together = alone.has(position) ? undefined : groups.get(groupOf(node.statement) ?? "");
    const group = (together ?? [position]).map((member) => nodes[member] as Node);
    const after = new Set(group.flatMap((member) => [...member.after].map(place)));
    after.delete(place(position));
    return group.length === 1
      ? { ...node, after }
      : {
          ...node,
          statement: merged(group.map((member) => member.statement)),
          fixes: group.flatMap((member) => member.fixes),
          after,
        };
  });
}

const groupOf = ({ alterTable, shared, sql }: Statement): string | undefined =>
  alterTable?.prefix ?? (shared === undefined ? undefined : sql);

/**
 * Positions of type changes for whose sake a circle of merged statements waits for its next one: a column may only get its
 * type when another one of its table has let go of what had that type's name.
 */
export function waitingAlone(nodes: readonly Node[], circle: readonly Node[]): readonly number[] {
  return circle.flatMap((node, place) => {
    const next = circle[place + 1];
    if (next === undefined || node.fixes.length < 2) return [];
    const isNext = (position: number): boolean =>
      nodes[position]?.fixes.some((fix) => next.fixes.includes(fix)) === true;
    return nodes.flatMap(({ statement, fixes, after }, position) =>
      statement.alterTable !== undefined &&
      statement.alterTable.prefix === node.statement.alterTable?.prefix &&
      fixes.some((fix) => node.fixes.includes(fix)) &&
      [...after].some(isNext)
        ? [position]
        : [],
    );
  });
}

function merged(statements: readonly Statement[]): Statement {
  const first = statements[0] as Statement;
  if (first.alterTable === undefined) return first;
  const actions = statements.map((statement) => statement.alterTable?.action ?? "");
  const seen = new Map(
    statements
      .flatMap((statement) => statement.hazards)
      .map((hazard) => [`${hazard.code}\n${hazard.detail ?? ""}`, hazard]),
  );
  return {
    ...first,
    sql: `${first.alterTable.prefix}\n  ${actions.join(",\n  ")}`,
    object: first.alterTable.table,
    rewrite: statements.some((statement) => statement.rewrite === true),
    hazards: [...seen.values()],
    preflight: statements.flatMap((statement) => statement.preflight ?? []),
  };
}
