import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { kindOf, kindRank } from "../kinds/registry";
import { compareIdentities, displayName } from "../postgres/identity";
import type { Hazard } from "../postgres/statement";
import { analyzeStatements } from "./analyze";
import { withUndeclared } from "./catalog-after";
import { connect } from "./connect";
import { leaveIgnored } from "./leave-ignored";
import { mergeTypeChanges, waitingAlone } from "./merge-type-changes";
import type { Node } from "./node";
import { onlineFixes } from "./online";
import { type Order, orderOrCircle } from "./order";
import { type Fix, type ManualDifference, type Plan, type PlannedStatement, planFormat } from "./plan";
import type { Scope } from "./scope";
import { fixId, type Task } from "./task";
import { alteredIn, goneWithParents, withoutOrder } from "./without-order";
import { findWork } from "./work";

export interface PlanOptions {
  /** Ids of the differences to fix, ignored ones too; all that no rule ignores when absent. */
  readonly only?: readonly string[];
  /** False leaves out what would be dropped because nobody expects it. */
  readonly drops?: boolean;
  /** True for steps outside the one transaction, with weaker or shorter locks, where a fix has them. */
  readonly online?: boolean;
}

/** Makes the plan that turns the actual side into the expected one. Pure: the same input gives the same bytes. */
export function makePlan(found: Drift, declared: Catalog, actual: Catalog, options: PlanOptions = {}): Plan {
  const { drift, expected: left } = leaveIgnored(found, declared, new Set(options.only));
  // What is dropped and created again comes back with what no source declares: its owner, a materialised view's rows.
  const expected = withUndeclared(left, actual);
  const chosen = new Set(
    drift.differences
      .filter((difference) => options.only?.includes(difference.id) ?? difference.ignoredBy === undefined)
      .filter((difference) => options.drops !== false || difference.type !== "unexpected")
      .map((difference) => difference.id),
  );
  const { tasks, ordered, manual } = orderedWork({ drift, expected, actual, chosen }, options);
  const statements: PlannedStatement[] = ordered.map(
    ({
      statement: {
        online: _,
        revokes: __,
        only: ___,
        announces: ____,
        completes: _____,
        shared: ______,
        ...statement
      },
      fixes,
    }) => ({ ...statement, fixes }),
  );
  const analyses = analyzeStatements(statements, { expected, actual });
  statements.push(...analyses.map((statement) => ({ ...statement, fixes: [] })));
  const positions = new Map<string, number[]>();
  statements.forEach((statement, position) => {
    for (const fix of statement.fixes) {
      const list = positions.get(fix);
      if (list) list.push(position);
      else positions.set(fix, [position]);
    }
  });
  const fixes: Fix[] = tasks.map((task) => {
    const id = fixId(task);
    const own = positions.get(id) ?? [];
    return {
      id,
      object: task.object,
      resolves: task.resolves,
      action: task.action,
      reason: task.reason,
      statements: own,
      hazards: distinct(own.flatMap((position) => statements[position]?.hazards ?? [])),
    };
  });
  return {
    format: planFormat,
    fixes,
    statements,
    hazards: distinct(statements.flatMap((statement) => statement.hazards)),
    manual,
    diagnostics: [],
    expectedFingerprint: drift.expectedFingerprint,
    actualFingerprint: drift.actualFingerprint,
  };
}

interface OrderedWork {
  readonly tasks: readonly Task[];
  readonly ordered: readonly Node[];
  readonly manual: readonly ManualDifference[];
}

/** What is to be done, in an order that works. Differences for which there is none are left to be done by hand. */
function orderedWork(
  scope: Scope,
  options: PlanOptions,
  noOrder: readonly ManualDifference[] = [],
): OrderedWork {
  const { expected, actual } = scope;
  const work = findWork(scope, noOrder);
  const tasks = [...work.tasks.values()].toSorted(
    (a, b) => kindRank(a.object.kind) - kindRank(b.object.kind) || compareIdentities(a.object, b.object),
  );
  const sides = { expected, actual, afterwards: work.afterwards };
  const plain = connect(tasks, sides, new Set());
  const online = options.online ? onlineFixes(tasks, plain) : new Set<string>();
  const nodes = online.size === 0 ? plain : connect(tasks, sides, online);
  const found = orderMerged(nodes);
  if ("order" in found) return { tasks, ordered: found.order, manual: work.manual };
  // What goes with its parent may use something that waits for that parent, and then has to go first.
  const apart = new Set([...(scope.apart ?? []), ...goneWithParents(found.circle, work.tasks, actual)]);
  if (apart.size > (scope.apart?.size ?? 0)) return orderedWork({ ...scope, apart }, options, noOrder);
  // What would be altered in one go from what goes to what takes that one's name steps aside between the two.
  const aside = new Set([...(scope.aside ?? []), ...alteredIn(found.circle)]);
  if (aside.size > (scope.aside?.size ?? 0)) return orderedWork({ ...scope, aside }, options, noOrder);
  const inTheWay = withoutOrder(tasks, scope.drift, found);
  if (inTheWay.length === 0) throw new Error(`statements wait for each other: ${found.words}`);
  return orderedWork(scope, options, [...noOrder, ...inTheWay]);
}

/** The order of the statements, with the type changes of each table in one as far as none of them has to wait for another. */
function orderMerged(nodes: readonly Node[], alone: ReadonlySet<number> = new Set()): Order<Node> {
  const found = orderOrCircle(
    mergeTypeChanges(nodes, alone).map((node) => ({ value: node, rank: rankOf(node), after: node.after })),
    (node) => `${node.phase} ${displayName(node.statement.object)}`,
  );
  if ("order" in found) return found;
  const more = new Set([...alone, ...waitingAlone(nodes, found.circle)]);
  return more.size > alone.size ? orderMerged(nodes, more) : found;
}

const phases = { drop: 0, alter: 1, create: 2, online: 3 };

/** What acts on statements themselves goes first: it might refuse those that follow. It comes last by its kind's place. */
const rankOf = (node: Node): number =>
  node.phase === "drop" && kindOf(node.statement.object).actsOnStatements
    ? -1
    : phases[node.phase] * 1000 + kindRank(node.statement.object.kind);

function distinct(hazards: readonly Hazard[]): readonly Hazard[] {
  const seen = new Map(hazards.map((hazard) => [`${hazard.code}\n${hazard.detail ?? ""}`, hazard]));
  return [...seen.values()];
}
