/** Tables behind relations of many to many: Prisma makes them where both ends are lists, and no model shows them. */
import type { Catalog } from "../../catalog/catalog";
import { changedAttributes } from "../../drift/compare";
import type { Identity } from "../../postgres/identity";
import { type Block, blocksOf, mappedName, type PrismaDocument, schemaOf } from "./prisma-document";
import { attributeOf, type Field, fieldsOf, keysOf, modelOf, oppositeOf, relationName } from "./prisma-model";

export interface ImplicitTable {
  readonly name: string;
  /** The end that the column A refers to, and that of B. */
  readonly a: { readonly block: Block; readonly field: Field };
  readonly b: { readonly block: Block; readonly field: Field };
}

/** The tables that the schema makes without a model. */
export function implicitTables(document: PrismaDocument): readonly ImplicitTable[] {
  const found = new Map<string, ImplicitTable>();
  for (const block of blocksOf(document, "model")) {
    for (const field of fieldsOf(document, block)) {
      const other = modelOf(document, field);
      if (!field.list || other === undefined || attributeOf(field, "ignore") !== undefined) continue;
      const opposite = oppositeOf(document, block, field, other);
      if (opposite === undefined || !opposite.list) continue;
      const ends = [
        { block, field },
        { block: other, field: opposite },
      ].toSorted((one, two) =>
        one.block === two.block
          ? one.field.name < two.field.name
            ? -1
            : 1
          : one.block.name < two.block.name
            ? -1
            : 1,
      );
      const [a, b] = ends;
      if (a === undefined || b === undefined) continue;
      const name = `_${relationName(field) ?? `${a.block.name}To${b.block.name}`}`;
      found.set(name, { name, a, b });
    }
  }
  return [...found.values()];
}

/**
 * True where the table, as it is wanted, is what Prisma makes by itself of the two models as they are wanted: a type that
 * follows its model's key needs no change of the schema.
 */
export function staysImplicit(
  document: PrismaDocument,
  table: Identity,
  implicit: ImplicitTable,
  expected: Catalog,
  wanted: Catalog,
): boolean {
  const now = expected.childrenOf(table);
  const then = wanted.childrenOf(table);
  if (now.length !== then.length) return false;
  return then.every((child) => {
    const before = expected.get(child);
    if (before === undefined) return false;
    const changed = changedAttributes(before, child).map(({ attribute }) => attribute);
    if (changed.length === 0) return true;
    const end = child.name === "A" ? implicit.a : implicit.b;
    const key = keysOf(document, end.block).find(({ kind }) => kind === "id");
    const id = {
      kind: "column",
      schema: schemaOf(document, end.block) ?? table.schema ?? "public",
      table: mappedName(document, end.block),
      name: key?.columns[0] ?? "",
    };
    return child.kind === "column" && changed.join() === "type" && wanted.get(id)?.type === child.type;
  });
}
