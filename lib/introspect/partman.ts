import type { NotVisible } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";
import { whereAllowed } from "./ask-allowed";

/** What pg_partman says it keeps: https://github.com/pgpartman/pg_partman/blob/master/doc/pg_partman.md (part_config). */
export interface Partman {
  /** Tables whose partitions it makes, moves and drops as time goes by. */
  readonly parents: readonly Identity[];
  /** Tables it made to copy from what partitions cannot get from their root. */
  readonly templates: readonly Identity[];
  readonly notVisible: readonly NotVisible[];
}

const nothing: Partman = { parents: [], templates: [], notVisible: [] };

/**
 * Asks pg_partman, where the database has it, which tables it keeps. Stands inside a transaction, which goes on whatever
 * the role may not do.
 */
export async function readPartman(session: Session, objects: readonly CatalogObject[]): Promise<Partman> {
  const extension = objects.find(({ kind, name }) => kind === "extension" && name === extensionName);
  const table = objects.find(
    ({ kind, schema, name }) =>
      kind === "table" && schema === extension?.memberSchema && name === "part_config",
  );
  if (extension === undefined || table === undefined) return nothing;
  const config = qualify(table.schema, table.name);
  // Its names are unquoted texts, which the tables' own are matched with. Older versions know no templates.
  const relation = (column: string): string =>
    `(SELECT pg_catalog.json_build_object('kind', 'table', 'schema', n.nspname, 'name', c.relname)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname || '.' || c.relname = pg_catalog.to_jsonb(p) ->> '${column}')`;
  const rows = await whereAllowed(session, () =>
    session.query<{ parent: Identity | null; template: Identity | null }>(
      `SELECT ${relation("parent_table")} AS parent, ${relation("template_table")} AS template FROM ${config} p`,
    ),
  );
  if (rows === null)
    return {
      ...nothing,
      notVisible: [
        {
          what: "which tables pg_partman keeps the partitions of",
          reason: `Role ${session.user} may not read ${config} (42501): partitions it made look like any other.`,
          remedy: `GRANT SELECT ON ${config} TO the role, and USAGE on its schema.`,
        },
      ],
    };
  return {
    parents: rows.flatMap(({ parent }) => parent ?? []),
    // A template may also be a table of the user's own: only what lies beside the extension is its doing.
    templates: rows.flatMap(({ template }) =>
      template === null || template.schema !== extension.memberSchema ? [] : [template],
    ),
    notVisible: [],
  };
}

/** The extension's name, by which its partitions are counted. */
export const extensionName = "pg_partman";
