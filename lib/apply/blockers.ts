import type { Session } from "../postgres/connect";
import type { Blocker } from "./run-event";
import { sqlState } from "./run-failure";

/** Who stands in the way of a backend, and what of it they hold (pg_blocking_pids, with what is waited for at this moment). */
const query = `
  WITH wanted AS (
    SELECT l.locktype, l.database, l.relation, l.classid, l.objid, l.transactionid
      FROM pg_catalog.pg_locks l WHERE l.pid = $1 AND NOT l.granted
  )
  SELECT b.pid, coalesce(a.application_name, '') AS application, coalesce(a.usename::text, '') AS user,
         coalesce(a.state, CASE WHEN b.pid = 0 THEN 'prepared transaction' ELSE coalesce(a.backend_type, 'unknown') END) AS state,
         (extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::float8 AS "transactionMilliseconds",
         coalesce(pg_catalog.left(a.query, 2000), '') AS query,
         ARRAY(SELECT DISTINCT coalesce(l.relation::pg_catalog.regclass::text, l.locktype) || ' (' || m.words || ')'
                 FROM pg_catalog.pg_locks l
                 JOIN wanted w ON w.locktype = l.locktype AND w.database IS NOT DISTINCT FROM l.database
                      AND w.relation IS NOT DISTINCT FROM l.relation AND w.classid IS NOT DISTINCT FROM l.classid
                      AND w.objid IS NOT DISTINCT FROM l.objid AND w.transactionid IS NOT DISTINCT FROM l.transactionid
                 CROSS JOIN LATERAL (SELECT pg_catalog.upper(pg_catalog.btrim(pg_catalog.regexp_replace(
                   pg_catalog.regexp_replace(l.mode, 'Lock$', ''), '([A-Z])', ' \\1', 'g'))) AS words) m
                WHERE l.pid = b.pid AND l.granted)::text[] AS holds
    FROM (SELECT DISTINCT pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) pid) b
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
   ORDER BY b.pid`;

/** The sessions a backend waits for now; empty when it waits for none. Asked on another session than the one that waits. */
export async function readBlockers(watch: Session, backendPid: number): Promise<readonly Blocker[]> {
  const blockers = await watch.query<Blocker>(query, [backendPid]);
  return blockers.map((blocker) => ({ ...blocker, query: withoutConstants(blocker.query) }));
}

// Strings ('…', E'…', $tag$…$tag$), comments, quoted names, numbers. What the server cut off in the middle ends with the text.
const tokens =
  /(?<string>'(?:[^']|'')*(?:'|$)|\$(?<tag>[A-Za-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$))|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|"(?:[^"]|"")*(?:"|$)|[A-Za-z_$][\w$]*|(?<number>\d[\w.]*)/g;

/** A query as somebody else's session runs it, without the values in it: they may be anybody's secrets (fault 43). */
export function withoutConstants(sql: string): string {
  // An escape in E'…' could end the string for us and not for the server: then nothing behind it is shown.
  const backslash = /\\/.exec(sql);
  const readable = backslash === null ? sql : `${sql.slice(0, sql.lastIndexOf("'", backslash.index) + 1)}`;
  return readable.replace(tokens, (token, ...rest) => {
    const { string, comment, number } = rest.at(-1) as {
      readonly string?: string;
      readonly comment?: string;
      readonly number?: string;
    };
    if (string !== undefined) return "'…'";
    if (comment !== undefined) return "";
    return number === undefined ? token : "?";
  });
}

/** Ends a session, if it still blocks us. @returns whether it was told to end, and why not where the server refused */
export async function endBlockingSession(
  watch: Session,
  backendPid: number,
  pid: number,
): Promise<{ readonly ended: boolean; readonly reason?: string }> {
  try {
    const [row] = await watch.query<{ ended: boolean }>(
      `SELECT CASE WHEN $2 = ANY (pg_catalog.pg_blocking_pids($1)) THEN pg_catalog.pg_terminate_backend($2) ELSE false END AS ended`,
      [backendPid, pid],
    );
    return { ended: row?.ended ?? false };
  } catch (error) {
    // 42501: the session is a superuser's, or the role is no member of pg_signal_backend.
    if (sqlState(error) !== "42501") throw error;
    return {
      ended: false,
      reason: "The role that applies may not end sessions of others: grant it pg_signal_backend.",
    };
  }
}
