import { isUserSchema } from "../../kinds/catalog-sql";
import type { ObjectFinding } from "../../kinds/finding";
import type { Session } from "../../postgres/connect";
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import { statement } from "../../postgres/statement";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** The triggers of the constraint that are switched off, and how many it has in all. */
  readonly off: readonly { readonly schema: string; readonly table: string; readonly trigger: string }[];
  readonly total: number;
}

const query = /* sql */ `
  SELECT n.nspname::text AS schema, c.relname::text AS table, k.conname::text AS name,
         pg_catalog.json_agg(pg_catalog.json_build_object('schema', tn.nspname, 'table', tc.relname, 'trigger', t.tgname)
           ORDER BY tn.nspname, tc.relname, t.tgname) FILTER (WHERE t.tgenabled = 'D') AS off,
         pg_catalog.count(*)::int AS total
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class tc ON tc.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
  WHERE t.tgisinternal AND ${isUserSchema("n")}
    AND k.oid IN (SELECT d.tgconstraint FROM pg_catalog.pg_trigger d WHERE d.tgisinternal AND d.tgconstraint <> 0 AND d.tgenabled = 'D')
  GROUP BY n.nspname, c.relname, k.oid, k.conname ORDER BY 1, 2, 3`;

/**
 * Foreign keys, and unique constraints that can be deferred, whose own triggers are switched off: what
 * `ALTER TABLE … DISABLE TRIGGER ALL` does, which loading tools run and forget.
 */
export async function readConstraintsNotEnforced(session: Session): Promise<readonly ObjectFinding[]> {
  return (await session.query<Row>(query)).map(({ schema, table, name, off, total }) => {
    const object: Identity = { kind: "constraint", schema, table, name };
    return {
      code: "constraint-not-enforced",
      object,
      state: "found",
      severity: "high",
      says: `is not enforced: ${off.length} of its ${total} triggers are switched off`,
      why: "It counts as valid and rows that violate it get in all the same: the planner, backups and whoever reads the schema rely on what is not so.",
      statements: off.map((place) =>
        statement(
          `ALTER TABLE ${qualify(place.schema, place.table)} ENABLE TRIGGER ${quoteIdentifier(place.trigger)}`,
          object,
          { lock: "SHARE ROW EXCLUSIVE", hazards: [{ code: "needs-superuser", detail: "system triggers" }] },
        ),
      ),
      remedy:
        "Switch its triggers on again. Rows written meanwhile are not looked at by that: drop the constraint and add it NOT VALID, then validate it.",
    };
  });
}
