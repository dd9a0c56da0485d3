/** How kinds put questions to the rows that are there (lib/postgres/statement.ts, Preflight). */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { displayName, type Identity } from "../../postgres/identity";
import { type Preflight, preflightLimit } from "../../postgres/statement";
import type { CatalogView } from "../kind";

interface Facts {
  readonly cost?: Preflight["cost"];
  readonly stops?: boolean;
}

/** Asks how many of the rows that a SELECT gives there are. The LIMIT stands inside, so that it stops early. */
export function askRows(question: string, table: Identity, select: string, facts: Facts = {}): Preflight {
  return {
    question,
    sql: `SELECT pg_catalog.count(*) AS failing FROM (${select} LIMIT ${preflightLimit}) AS found`,
    table: {
      kind: table.kind,
      ...(table.schema === undefined ? {} : { schema: table.schema }),
      name: table.name,
    },
    cost: facts.cost ?? "scan",
    stops: facts.stops ?? true,
  };
}

/** Asks how many rows of a table meet a condition. */
export const askWhere = (
  question: string,
  table: Identity,
  condition: string,
  facts: Facts = {},
): Preflight =>
  askRows(question, table, `SELECT 1 FROM ${qualify(table.schema, table.name)} WHERE ${condition}`, facts);

/** Asks what the server knows by itself. @param condition true where the fix is stopped */
export const askServer = (question: string, object: Identity, condition: string): Preflight =>
  askRows(question, object, `SELECT 1 WHERE ${condition}`, { cost: "server" });

/** A question that needs no row to be read, because the types or a constraint that holds already answer it. */
export const proved = (question: string, table: Identity, proof: string): Preflight => ({
  question,
  sql: null,
  proof,
  table: {
    kind: table.kind,
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    name: table.name,
  },
  cost: "none",
  stops: true,
});

/** A question that no query answers without the error it asks about. */
export function unaskable(question: string, table: Identity, why: string): Preflight {
  const { proof: _, ...rest } = proved(question, table, "");
  return { ...rest, unasked: why };
}

/** The relation that a column, constraint or index with these fields belongs to. */
export const relationOf = (object: {
  readonly relation: string;
  readonly schema: string;
  readonly table: string;
}): Identity => ({ kind: object.relation, schema: object.schema, name: object.table });

/** The name of a relation in a question. */
export const inWords = (object: Identity): string => displayName(object);

/** True where an index of the table begins with the column. */
export function leadsAnIndex(table: Identity, column: string, side: CatalogView): boolean {
  const quoted = quoteIdentifier(column);
  return side.childrenOf(table).some((child) => {
    if (child.kind === "index") {
      const { definition, valid } = child as unknown as { definition: string; valid: boolean };
      const rest = definition.startsWith(`btree (${quoted}`)
        ? definition.slice(`btree (${quoted}`.length)
        : "";
      return valid && /^[,) ]/.test(rest) && !definition.includes(" WHERE ");
    }
    const { type, columns } = child as unknown as { type?: string; columns?: readonly string[] | null };
    return (
      child.kind === "constraint" && (type === "primary key" || type === "unique") && columns?.[0] === column
    );
  });
}
