/** Models of a Prisma schema, added and taken out. */
import type { Catalog } from "../../catalog/catalog";
import { changedAttributes } from "../../drift/compare";
import { attributeLabel } from "../../drift/describe";
import type { Column } from "../../kinds/column";
import type { Constraint } from "../../kinds/constraint";
import type { Index } from "../../kinds/index-kind";
import type { CatalogObject } from "../../kinds/kind";
import type { Identity } from "../../postgres/identity";
import { addColumn } from "./prisma-column";
import {
  addBlock,
  type Block,
  blockAttributes,
  blocksOf,
  type PrismaDocument,
  removeBlock,
} from "./prisma-document";
import { addBlockLine, addKey } from "./prisma-key";
import { literal } from "./prisma-line";
import { fieldsOf, modelOf } from "./prisma-model";
import { freeName, identifier, isReserved, pascalCase, refusedName } from "./prisma-names";
import { removeFields } from "./prisma-relation";
import { declaresSchemas, mapsNames } from "./prisma-style";

/** What is not said, of which object. */
export type Unsaid = (object: Identity, reason: string | null) => void;

/** Takes a model out, and with it its relations' fields in other models. */
export function removeModel(document: PrismaDocument, block: Block): void {
  for (const other of blocksOf(document, "model")) {
    for (;;) {
      const field = fieldsOf(document, other).find((each) => modelOf(document, each) === block);
      if (field === undefined || other === block) break;
      removeFields(document, other, field, block);
    }
  }
  removeBlock(document, block);
}

const plainTable = {
  ...{ persistence: "permanent", inherits: [], rowSecurity: false, forceRowSecurity: false },
  ...{ replicaIdentity: "default", accessMethod: "heap" },
};

/** What of a table no model can say; null where all of it can be said. */
export function unsaidOfTable(table: CatalogObject): string | null {
  const plain = Object.fromEntries(Object.keys(table).map((name) => [name, null]));
  const { accessMethod } = table;
  const said = { ...plain, ...plainTable, ...(accessMethod === null ? { accessMethod } : {}) };
  const names = changedAttributes(table, { ...said, kind: table.kind, name: table.name } as CatalogObject)
    .map(({ attribute }) => attribute)
    .filter((attribute) => attribute !== "owner");
  return names.length === 0 ? null : noWordsForTable(names);
}

export const noWordsForTable = (attributes: readonly string[]): string =>
  `Prisma has no words for this of a table: ${attributes.map((name) => attributeLabel("table", name)).join(", ")}`;

/** Adds the model of a table with its columns and keys; its foreign keys come when all models are there. */
export function addModel(
  document: PrismaDocument,
  table: CatalogObject,
  wanted: Catalog,
  unsaid: Unsaid,
): void {
  const children = wanted.childrenOf(table);
  const columns = (children.filter(({ kind }) => kind === "column") as unknown as Column[]).toSorted(
    (one, other) => one.position - other.position,
  );
  const refused = columns.length === 0 ? "A model of Prisma has at least one field" : refusedName(table.name);
  if (refused !== null) {
    unsaid(table, refused);
    return;
  }
  const blocks = ["model", "enum", "view", "type"].flatMap((keyword) => blocksOf(document, keyword));
  const taken = (name: string): boolean => blocks.some((block) => block.name === name) || isReserved(name);
  const style = mapsNames(document, "model")
    ? pascalCase(table.name)
    : identifier(table.name.replace(/^_+/, ""), "Model_");
  const name = freeName(style, taken);
  const block: Block = { keyword: "model", name, head: `model ${name} {`, lines: [], tail: "}" };
  addBlock(document, ["model"], block);
  if (name !== table.name) addBlockLine(document, block, "map", `@@map(${literal(table.name)})`);
  if (declaresSchemas(document))
    addBlockLine(document, block, "schema", `@@schema(${literal(String(table.schema))})`);
  unsaid(table, unsaidOfTable(table));
  for (const column of columns) unsaid(column, addColumn(document, block, column, wanted));
  for (const child of children) {
    const key = child as unknown as Index | Constraint;
    if (key.kind === "index" || (key.kind === "constraint" && key.type !== "foreign key"))
      unsaid(child, addKey(document, block, key));
  }
  align(document, block);
  const [first] = blockAttributes(document, block);
  if (first !== undefined) block.lines.splice(first.at, 0, "");
}

/** Puts types and attributes below one another, as `prisma format` does. */
function align(document: PrismaDocument, block: Block): void {
  const rows = fieldsOf(document, block).map(({ at, name, text, typeStart, typeEnd }) => ({
    ...{ at, name, type: text.slice(typeStart, typeEnd), attributes: text.slice(typeEnd).trim() },
  }));
  const widest = (column: "name" | "type"): number => Math.max(...rows.map((row) => row[column].length));
  const [names, types] = [widest("name"), widest("type")];
  for (const { at, name, type, attributes } of rows)
    block.lines[at] = `  ${name.padEnd(names)} ${type.padEnd(types)} ${attributes}`.trimEnd();
}
