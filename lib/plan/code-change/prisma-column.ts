/** Columns of a Prisma schema: fields added, changed and taken out. */
import type { Catalog } from "../../catalog/catalog";
import { changedAttributes } from "../../drift/compare";
import { attributeLabel } from "../../drift/describe";
import type { Column } from "../../kinds/column";
import type { CatalogObject } from "../../kinds/kind";
import type { Block, PrismaDocument } from "./prisma-document";
import { prismaDefault, prismaType } from "./prisma-field";
import { literal, readFieldLine, splice, withAttribute } from "./prisma-line";
import {
  attributeOf,
  type FieldLine,
  fieldOfColumn,
  fieldsOf,
  keysOf,
  modelOf,
  relationsOf,
} from "./prisma-model";
import { camelCase, freeName, identifier, refusedName } from "./prisma-names";
import { mapsColumns } from "./prisma-style";

/** What of a column no field can say, in words; null where all of it can be said. */
function unsaidOf(
  column: Column,
  list: boolean,
  unsaidDefault: boolean,
  of: ReadonlySet<string> | null,
): string | null {
  const plain = Object.fromEntries(
    Object.keys(column).map((name) => [name, alwaysSaid.has(name) ? column[name as keyof Column] : null]),
  );
  const said = {
    ...plain,
    notNull: column.notNull && !list,
    default: unsaidDefault ? null : column.default,
  } as unknown as CatalogObject;
  const unsaid = changedAttributes(column as unknown as CatalogObject, said)
    .map(({ attribute }) => attribute)
    .filter((attribute) => of === null || of.has(attribute));
  return unsaid.length === 0
    ? null
    : `Prisma has no words for this of a column${list ? " that is a list" : ""}: ${unsaid.map((attribute) => attributeLabel("column", attribute)).join(", ")}`;
}

const alwaysSaid = new Set(["kind", "schema", "table", "name", "relation", "position", "type"]);

/** Puts a line behind the last field, or behind the last one of a column; its parts stand below those of the line above. */
export function addFieldLine(
  document: PrismaDocument,
  block: Block,
  parts: readonly [name: string, type: string, attributes: string],
  scalar: boolean,
): void {
  const fields = fieldsOf(document, block);
  const columns = fields.filter((field) => modelOf(document, field) === undefined);
  const last = (scalar ? columns.at(-1) : undefined) ?? fields.at(-1);
  const [name, type, attributes] = parts;
  const indent = /^\s*/.exec(last?.text ?? "  ")?.[0] ?? "  ";
  const head = `${indent}${name}`.padEnd((last?.typeStart ?? 0) - 1);
  const place = last?.attributes[0]?.start ?? 0;
  const line = attributes === "" ? `${head} ${type}` : `${`${head} ${type}`.padEnd(place - 1)} ${attributes}`;
  block.lines.splice((last?.at ?? -1) + 1, 0, line);
}

/** Adds the field of a column. @returns what it cannot say */
export function addColumn(
  document: PrismaDocument,
  block: Block,
  column: Column,
  wanted: Catalog,
): string | null {
  const type = prismaType(column.type, document);
  const { value, unsaid } = prismaDefault(column, type, document, wanted);
  const refused = refusedName(column.name);
  if (refused !== null) return refused;
  const fields = fieldsOf(document, block);
  const style = mapsColumns(document) ? camelCase(column.name) : identifier(column.name, "field_");
  const name = freeName(style, (candidate) => fields.some((field) => field.name === candidate));
  const attributes = [
    value === null ? null : `@default(${value})`,
    name === column.name ? null : `@map(${literal(column.name)})`,
    type.native,
  ].filter((part) => part !== null);
  const arity = type.list ? "[]" : column.notNull ? "" : "?";
  addFieldLine(document, block, [name, `${type.word}${arity}`, attributes.join(" ")], true);
  if (value === "autoincrement()" && !column.notNull) return nullableSerial;
  return unsaidOf(column, type.list, unsaid, null);
}

/** Takes the field of a column out, with the documentation right above it. @returns why it cannot */
export function removeColumn(document: PrismaDocument, block: Block, column: string): string | null {
  const field = fieldOfColumn(document, block, column);
  if (field === undefined) return "The field of this column was not found";
  const used =
    keysOf(document, block).some((key) => !key.onField && key.fields.includes(field.name)) ||
    relationsOf(document, block).some((relation) => relation.fields.includes(field.name));
  if (used) return `The field ${field.name} is part of a key, an index or a relation, which have to go first`;
  removeLine(block, field.at);
  return null;
}

/** Takes a line out with the `///` above it. */
export function removeLine(block: Block, at: number): void {
  let first = at;
  while (/^\s*\/\/\//.test(block.lines[first - 1] ?? "")) first -= 1;
  block.lines.splice(first, at - first + 1);
}

/** Changes the field of a column to what the column is to be. @returns what it cannot say */
export function changeColumn(
  document: PrismaDocument,
  block: Block,
  before: Column,
  after: Column,
  wanted: Catalog,
): string | null {
  const field = fieldOfColumn(document, block, after.name);
  if (field === undefined) return "The field of this column was not found";
  const type = prismaType(after.type, document);
  const { value, unsaid } = prismaDefault(after, type, document, wanted);
  const changed = new Set(
    changedAttributes(before as unknown as CatalogObject, after as unknown as CatalogObject).map(
      ({ attribute }) => attribute,
    ),
  );
  const sequence = sequenceKept(before, after, unsaid, changed, wanted);
  if (sequence !== null) return sequence;
  let text = field.text;
  const read = (): FieldLine => readFieldLine(text) as FieldLine;
  const set = (name: string | null, wantedText: string | null): void => {
    const line = read();
    const old = line.attributes.find((each) =>
      name === null ? each.name.startsWith("db.") : each.name === name,
    );
    text = withAttribute(text, line.attributes, line.typeEnd, old, wantedText);
  };
  if (changed.has("type") || changed.has("notNull")) {
    const arity = type.list ? "[]" : after.notNull ? "" : "?";
    const word = changed.has("type") ? type.word : field.word;
    text = splice(text, field.typeStart, field.typeEnd, `${word}${arity}`);
  }
  const otherWord = changed.has("type") && (type.word !== field.word || type.list !== field.list);
  if (changed.has("type")) set(null, type.native);
  if (otherWord && type.word !== "DateTime") set("updatedAt", null);
  // What the client makes up itself is no default of the database, and stays where the database has none.
  const own = /^@default\(\s*(?:uuid|cuid|ulid|nanoid)\(/.test(defaultText(field)) && after.default === null;
  if ((changed.has("default") || otherWord) && !(unsaid && value === null) && !(own && !otherWord))
    set("default", value === null ? null : `@default(${value})`);
  block.lines[field.at] = text;
  return unsaidOf(after, type.list, unsaid, changed);
}

/** Why the column's sequence keeps its field from saying what it is to be; null where it does not. */
function sequenceKept(
  before: Column,
  after: Column,
  unsaid: boolean,
  changed: ReadonlySet<string>,
  wanted: Catalog,
): string | null {
  const isSerial = (column: Column): boolean => column.default?.startsWith("nextval(") === true;
  if (changed.has("type") && unsaid && isSerial(before) && isSerial(after))
    return "Prisma gives the sequence behind autoincrement() the type of its column, which the database has not";
  if (isSerial(after) && !after.notNull) return nullableSerial;
  const owns = wanted.objects.some(({ kind, ownedBy }) => {
    const owner = ownedBy as { schema: string; table: string; column: string } | null | undefined;
    return (
      kind === "sequence" &&
      owner?.schema === after.schema &&
      owner.table === after.table &&
      owner.column === after.name
    );
  });
  return isSerial(before) && !isSerial(after) && owns
    ? "The database still has the sequence of this column, which Prisma makes of autoincrement() alone"
    : null;
}

const nullableSerial = "Prisma has no words for a serial column that may be null";

const defaultText = (field: FieldLine & { readonly text: string }): string => {
  const attribute = attributeOf(field, "default");
  return attribute === undefined ? "" : field.text.slice(attribute.start, attribute.end);
};
