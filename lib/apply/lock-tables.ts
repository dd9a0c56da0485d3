import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import type { LockMode } from "../postgres/lock-mode";
import type { LockTarget } from "./lock-targets";
import { sqlState } from "./run-failure";

/**
 * Takes the locks of a whole transaction at once, in order: what two sessions take in one order cannot make them wait
 * for each other. Neighbours in one mode share a statement.
 * @throws the server's 55P03 where one cannot be had within lock_timeout
 */
export async function lockTables(session: Session, targets: readonly LockTarget[]): Promise<void> {
  for (const { views, names, mode } of grouped(targets)) {
    const sql = `LOCK TABLE ${names.join(", ")} IN ${mode} MODE`;
    if (views) await lockViews(session, sql);
    else await session.execute(sql);
  }
}

/**
 * LOCK TABLE asks what a view's owner may do with the tables beneath it, which says nothing about us. Where it refuses,
 * the view is locked when its statement comes.
 */
async function lockViews(session: Session, sql: string): Promise<void> {
  await session.execute("SAVEPOINT plumbline_views");
  try {
    await session.execute(sql);
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_views");
  }
  await session.execute("RELEASE SAVEPOINT plumbline_views");
}

interface Group {
  readonly views: boolean;
  readonly mode: LockMode;
  readonly names: string[];
}

function grouped(targets: readonly LockTarget[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { relation, mode } of targets) {
    const views = relation.kind === "view";
    const name = qualify(relation.schema, relation.name);
    const last = groups.at(-1);
    if (last !== undefined && last.mode === mode && last.views === views) last.names.push(name);
    else groups.push({ views, mode, names: [name] });
  }
  return groups;
}
