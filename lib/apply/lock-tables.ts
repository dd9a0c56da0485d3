import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import type { LockMode } from "../postgres/lock-mode";
import type { LockedRelation } from "../postgres/statement";
import { sqlState } from "./run-failure";

/** All locks together may take no longer than one and a half times what one of them may: the first are held meanwhile. */
const allTogether = 1.5;

/**
 * Takes the locks of a whole transaction at once, in order: what two sessions take in one order cannot make them wait
 * for each other. Neighbours in one mode share a statement. The statement_timeout is another one afterwards.
 * @param lockTimeout the transaction's lock_timeout in milliseconds, which each single wait has for itself
 * @throws the server's 55P03 where one cannot be had within lock_timeout; AppError `locks-too-slow`
 */
export async function lockTables(
  session: Session,
  targets: readonly LockedRelation[],
  lockTimeout: number,
): Promise<void> {
  const end = performance.now() + lockTimeout * allTogether;
  for (const { views, names, mode } of grouped(targets)) {
    const left = Math.ceil(end - performance.now());
    if (left <= 0) throw locksTooSlow();
    await session.query("SELECT pg_catalog.set_config('statement_timeout', $1, true)", [String(left)]);
    const sql = `LOCK TABLE ${names.join(", ")} IN ${mode} MODE`;
    try {
      if (views) await lockViews(session, sql);
      else await session.execute(sql);
    } catch (error) {
      // The same code as that of a cancellation, which comes sooner.
      if (sqlState(error) === "57014" && performance.now() >= end - 1) throw locksTooSlow();
      throw error;
    }
  }
}

const locksTooSlow = (): AppError =>
  new AppError("locks-too-slow", "The locks could not all be had in time, one after the other.", {
    hint: "Run again when less is going on, or fix fewer differences at once.",
  });

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

function grouped(targets: readonly LockedRelation[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { relation, mode, only } of targets) {
    const views = relation.kind === "view";
    const name = `${only ? "ONLY " : ""}${qualify(relation.schema, relation.name)}`;
    const last = groups.at(-1);
    if (last !== undefined && last.mode === mode && last.views === views) last.names.push(name);
    else groups.push({ views, mode, names: [name] });
  }
  return groups;
}
