/** Indexes and keys in the words of a Prisma schema. */
import type { Constraint } from "../../kinds/constraint";
import type { Index } from "../../kinds/index-kind";
import { indexParts } from "../../kinds/preflight/index-preflight";
import { unquoteIdentifier } from "../../postgres/identifier";
import { literal } from "./prisma-line";

/** What a key's attribute says: its columns with their words, and what stands behind the list. */
export interface KeyWords {
  readonly kind: "id" | "unique" | "index";
  readonly columns: readonly { readonly column: string; readonly words: readonly string[] }[];
  /** `type: Gin`. */
  readonly rest: readonly string[];
}

const methods: { readonly [method: string]: string | undefined } = {
  ...{ btree: "", hash: "Hash", gin: "Gin", gist: "Gist", spgist: "SpGist", brin: "Brin" },
};

/**
 * A key in Prisma's words, or why Prisma has none for it.
 * @param partial whether the schema's generator turns the preview feature of partial indexes on
 */
export function keyWords(object: Index | Constraint, partial: boolean): KeyWords | string {
  return object.kind === "constraint" ? constraintWords(object) : indexWords(object, partial);
}

function constraintWords(object: Constraint): KeyWords | string {
  switch (object.type) {
    case "unique":
      return "Of a unique key Prisma makes an index, never a constraint";
    case "check":
      return "Prisma has no words for a check constraint";
    case "exclusion":
      return "Prisma has no words for an exclusion constraint";
    case "foreign key":
    case "primary key":
  }
  if (/\) ?(INCLUDE|DEFERRABLE|INITIALLY)|WITHOUT OVERLAPS/.test(object.definition))
    return "Prisma has no words for a primary key with INCLUDE, DEFERRABLE or WITHOUT OVERLAPS";
  if (object.indexOptions !== null || object.indexTablespace !== null || object.comment !== null)
    return "Prisma has no words for the options, the tablespace and the comment of a primary key";
  return {
    kind: "id",
    columns: (object.columns ?? []).map((column) => ({ column, words: [] })),
    rest: [],
  };
}

function indexWords(object: Index, partial: boolean): KeyWords | string {
  const { definition } = object;
  const method = /^\w+/.exec(definition)?.[0] ?? "";
  const type = methods[method];
  const parts = indexParts(definition);
  if (type === undefined || parts === null) return `Prisma has no words for an index of the method ${method}`;
  if (object.tablespace !== null || object.comment !== null || object.statisticsTargets !== null)
    return "Prisma has no words for the tablespace, the comment and the statistics targets of an index";
  if (!object.valid) return "Prisma has no words for an invalid index";
  const where = parts.where;
  if (where !== undefined && !partial)
    return 'Prisma has words for a partial index only where the generator turns the preview feature "partialIndexes" on';
  if (where === undefined ? parts.rest !== "" : !/^ WHERE /.test(parts.rest))
    return "Prisma has no words for INCLUDE, WITH and NULLS NOT DISTINCT of an index";
  if (object.unique && method !== "btree") return "Prisma has no words for a unique index of this method";
  const columns = parts.elements.map(elementWords);
  const unsaid = columns.find((column) => typeof column === "string");
  if (typeof unsaid === "string") return unsaid;
  return {
    kind: object.unique ? "unique" : "index",
    columns: columns.filter((column) => typeof column !== "string"),
    rest: [
      ...(type === "" ? [] : [`type: ${type}`]),
      ...(where === undefined ? [] : [`where: raw(${literal(where)})`]),
    ],
  };
}

/** `email text_pattern_ops DESC` → the column `email` with `ops: raw("text_pattern_ops"), sort: Desc`. */
function elementWords(element: string): KeyWords["columns"][number] | string {
  const [, name, collation, operators, order, nulls] =
    /^("(?:[^"]|"")*"|[a-z_][a-z0-9_$]*)( COLLATE \S+)?(?: ((?:[\w$]+\.|"[^"]*"\.)?[\w$]+|"[^"]*"))??( DESC)?( NULLS (?:FIRST|LAST))?$/.exec(
      element,
    ) ?? [];
  if (name === undefined) return "Prisma has no words for an index on an expression";
  if (collation !== undefined) return "Prisma has no words for the collation of an index's column";
  if (nulls !== undefined) return "Prisma has no words for NULLS FIRST and NULLS LAST of an index";
  return {
    column: unquoteIdentifier(name),
    words: [
      ...(operators === undefined ? [] : [`ops: raw(${literal(operators)})`]),
      ...(order === undefined ? [] : ["sort: Desc"]),
    ],
  };
}
