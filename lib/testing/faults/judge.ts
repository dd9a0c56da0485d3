import { connectPatiently } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";
import { surveyDifferences } from "./survey";

/** How a fault was survived, or why it was not. */
export interface Judgement {
  readonly survived: boolean;
  /** What the database is now. */
  readonly schema: "old" | "new" | "neither";
  readonly known: Known;
  readonly faults: readonly string[];
}

/** Milliseconds in which an outcome has to be known (faults-and-security.md §1). */
const patience = 60_000;

/**
 * After a fault the schema is exactly old or exactly new, the rows are the same, the outcome is known, agrees with what is
 * there, the person was told the right thing, and the run left no session, no lock and no invalid index behind.
 */
export async function judge(fault: Fault, scene: Scene, known: Known): Promise<Judgement> {
  const left = await leftBehind(scene);
  const now = await scene.look();
  const fromOld = surveyDifferences(scene.old, now);
  const fromNew = surveyDifferences(scene.new, now);
  const schema = fromOld.length === 0 ? "old" : fromNew.length === 0 ? "new" : "neither";
  const faults: string[] = [...left];
  if (schema === "neither") {
    faults.push(
      `the schema is neither old nor new: ${fromOld.join(", ")} differ from the old one, ${fromNew.join(", ")} from the new one`,
    );
  }
  const wanted = [fault.ends].flat();
  if (!wanted.includes(known.status))
    faults.push(`it ended as ${known.status}, not as ${wanted.join(" or ")}`);
  if (known.status === "committed" && schema === "old")
    faults.push("it is said to be committed, and nothing changed");
  if ((known.status === "rolled back" || known.status === "refused") && schema === "new")
    faults.push(`it is said to be ${known.status}, and everything changed`);
  if (!fault.says.test(`${known.code} ${known.sentence}`))
    faults.push(`it says “${known.sentence}” (${known.code}), which does not match ${fault.says}`);
  if (known.knownAfter !== undefined && known.knownAfter > patience)
    faults.push(`the outcome was known only after ${Math.round(known.knownAfter / 1000)} s`);
  return { survived: faults.length === 0, schema, known, faults };
}

/** Milliseconds a session that was lost may take to end: the server looks for its client twice a second. */
const goodbye = 10_000;

async function leftBehind(scene: Scene): Promise<readonly string[]> {
  const watcher = await connectPatiently(scene);
  try {
    const end = performance.now() + goodbye;
    for (;;) {
      const [row] = await watcher.query<{ sessions: number; locks: number; invalid: number }>(
        `SELECT (SELECT count(*) FROM pg_catalog.pg_stat_activity
                  WHERE datname = pg_catalog.current_database() AND application_name LIKE 'plumbline %')::int AS sessions,
                (SELECT count(*) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
                  WHERE d.datname = pg_catalog.current_database() AND l.locktype = 'advisory'
                    AND (l.classid::bigint << 32 | l.objid::bigint) = 7586462684)::int AS locks,
                (SELECT count(*) FROM pg_catalog.pg_index WHERE NOT indisvalid)::int AS invalid`,
      );
      const found = Object.entries(row ?? {}).filter(([, count]) => count > 0);
      if (found.length === 0) return [];
      if (performance.now() > end) return found.map(([what, count]) => `${count} ${what} were left behind`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await watcher.close();
  }
}
