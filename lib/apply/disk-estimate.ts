import { timesRewritten } from "../plan/impact";
import type { Session } from "../postgres/connect";
import { compareIdentities, displayName, type Identity } from "../postgres/identity";
import type { RunHooks } from "./run-request";

const query = `
  SELECT coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::float8 AS bytes
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS t (schema, name)
      ON t.schema = n.nspname AND t.name = c.relname`;

/**
 * Tells how much room the tables need that are written anew. A server does not say how much it has: who runs the plan
 * has to know (fault 11). When it is too little, 53100 ends the transaction, and the room is given back.
 */
export async function tellDiskNeed(
  session: Session,
  tables: readonly Identity[],
  emit: RunHooks["emit"],
): Promise<void> {
  if (tables.length === 0) return;
  const sorted = tables.toSorted(compareIdentities);
  const [row] = await session.query<{ bytes: number }>(query, [
    sorted.map(({ schema }) => schema ?? ""),
    sorted.map(({ name }) => name),
  ]);
  const megabytes = Math.ceil(((row?.bytes ?? 0) * timesRewritten) / 1_048_576);
  const names = sorted.slice(0, 5).map(displayName).join(", ");
  const more = sorted.length > 5 ? ` and ${sorted.length - 5} more` : "";
  emit({
    ...{ type: "log", level: "info", code: "disk-need" },
    message: `Writing ${names}${more} anew takes about ${megabytes.toLocaleString("en")} MB of disk until the next checkpoint.`,
  });
}
