import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import { AppError } from "../postgres/app-error";
import { qualify } from "../postgres/identifier";
import { dropInvalidIndex, findIndexState } from "./invalid-index";
import { isDrop } from "./resume-point";
import { describeRunFailure } from "./run-failure";
import { type Run, type StepEnd, setPhase } from "./run-state";
import { refuseLateStart } from "./run-transaction";

type Cleared = { readonly after: Catalog } | Extract<StepEnd, { readonly failure: unknown }>;

/**
 * Takes away the invalid index that the resumed run left of a broken off CREATE INDEX CONCURRENTLY, so that the statement
 * can be run again (fault 47). What is left of a broken off DROP stays for the statement itself. The run that left it is
 * over: the lock on the database that it held until its session's end is ours now.
 */
export async function clearLeftover(run: Run, leftover: CatalogObject, step: number): Promise<Cleared> {
  const { hooks, request, session } = run;
  try {
    refuseLateStart(run);
    await hooks.authorise("before begin");
    setPhase(run, "reconciling", step);
    const before = await introspect(session);
    if (isDrop(request.plan, request.resume?.unfinished ?? null)) return { after: before };
    const name = qualify(leftover.schema, leftover.name);
    if (await isBeingBuilt(run, leftover))
      throw new AppError("index-in-use", `Another session works on the index ${name} or its table.`, {
        hint: "Wait until it has ended (a build, VACUUM or ANALYZE), then resume.",
      });
    if (!(await dropInvalidIndex(session, leftover)))
      throw new AppError(
        "index-in-use",
        `The invalid index ${name} cannot be dropped as long as older transactions use its table.`,
        { hint: "Wait until they have ended, then resume." },
      );
    await session.execute("RESET lock_timeout");
    await session.execute("RESET statement_timeout");
    hooks.emit({
      ...{ type: "log", level: "warning", code: "invalid-index-dropped" },
      message: `The run before left the index ${name} invalid. It was dropped.`,
    });
    const after = await introspect(session);
    const { fingerprint: known } = request.resume ?? { fingerprint: null };
    if (known !== null && fingerprint(after) !== known)
      throw new AppError("plan-stale", "The database changed while the run was being resumed.", {
        hint: "Check the database again and make a new plan: it holds only what remains.",
      });
    return { after };
  } catch (error) {
    return {
      type: "rolled back",
      failure: describeRunFailure(run.steering.stopped ?? error),
      statement: null,
    };
  }
}

/** A build holds the lock that DROP INDEX CONCURRENTLY would wait for, and then drop what has become valid meanwhile. */
async function isBeingBuilt({ session }: Run, leftover: CatalogObject): Promise<boolean> {
  if ((await findIndexState(session, leftover, session.backendPid)) !== "invalid") return true;
  const [row] = await session.query<{ held: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_index i ON l.relation OPERATOR(pg_catalog.=) i.indrelid
        JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
       WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relname OPERATOR(pg_catalog.=) $2
         AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
               WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
         AND l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
         AND l.mode OPERATOR(pg_catalog.=) 'ShareUpdateExclusiveLock') AS held`,
    [leftover.schema ?? "public", leftover.name],
  );
  return row?.held ?? false;
}
