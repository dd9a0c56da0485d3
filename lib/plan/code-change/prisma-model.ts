/** What a model of a Prisma schema declares: fields with their columns, keys, and relations. */
import {
  type Block,
  blockAttributes,
  blocksOf,
  mappedName,
  type PrismaDocument,
  readLine,
} from "./prisma-document";
import { type Argument, type Attribute, argument, type Line, splitList, textOf } from "./prisma-line";
import { defaultKeyName } from "./prisma-names";

export type FieldLine = Extract<Line, { type: "field" }>;

export interface Field extends FieldLine {
  /** Position among the block's lines. */
  readonly at: number;
  readonly text: string;
  readonly column: string;
}

/** The fields of a model in their order, relations included. */
export const fieldsOf = (document: PrismaDocument, block: Block): readonly Field[] =>
  block.lines.flatMap((text, at) => {
    const line = readLine(document, block, text);
    if (line.type !== "field") return [];
    const map = line.attributes.find(({ name }) => name === "map");
    const column = map === undefined ? undefined : textOf(argument(map, "name", true));
    return [{ ...line, at, text, column: column ?? line.name }];
  });

export const attributeOf = (field: FieldLine, name: string): Attribute | undefined =>
  field.attributes.find((attribute) => attribute.name === name);

/** A field of one of the schema's models, at one end of a relation. */
export const modelOf = (document: PrismaDocument, field: FieldLine): Block | undefined =>
  blocksOf(document, "model").find(({ name }) => name === field.word);

/** The field of a column. */
export const fieldOfColumn = (document: PrismaDocument, block: Block, column: string): Field | undefined =>
  fieldsOf(document, block).find(
    (field) => field.column === column && modelOf(document, field) === undefined,
  );

export interface Key {
  readonly kind: "id" | "unique" | "index";
  /** In the database. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly fields: readonly string[];
  readonly at: number;
  readonly attribute: Attribute;
  /** `@id` and `@unique` of one field; else a `@@` of its own. */
  readonly onField: boolean;
}

/** `[a, b(sort: Desc)]` → `a`, `b`. */
const namesIn = (list: string | undefined): readonly string[] =>
  list === undefined
    ? []
    : splitList(list.replace(/^\[|\]$/g, "")).map((part) => /^[\w.]+/.exec(part)?.[0] ?? part);

/** The keys and indexes that a model declares. */
export function keysOf(document: PrismaDocument, block: Block): readonly Key[] {
  const table = mappedName(document, block);
  const fields = fieldsOf(document, block);
  const columnOf = (name: string): string => fields.find((field) => field.name === name)?.column ?? name;
  const make = (at: number, attribute: Attribute, names: readonly string[], onField: boolean): Key[] => {
    const kind = attribute.name;
    if (kind !== "id" && kind !== "unique" && kind !== "index") return [];
    const columns = names.map(columnOf);
    // An index's `name:` is an old word for `map:`; of the others it is the client's.
    const given = argument(attribute, "map") ?? (kind === "index" ? argument(attribute, "name") : undefined);
    const name = textOf(given) ?? defaultKeyName(kind, table, columns);
    return [{ kind, name, columns, fields: names, at, attribute, onField }];
  };
  return [
    ...fields.flatMap((field) =>
      field.attributes.flatMap((attribute) => make(field.at, attribute, [field.name], true)),
    ),
    ...blockAttributes(document, block).flatMap(({ at, attribute }) =>
      make(at, attribute, namesIn(argument(attribute, "fields", true)), false),
    ),
  ];
}

/** The end of a relation that holds the foreign key. */
export interface Relation {
  readonly field: Field;
  readonly owner: Block;
  readonly target: Block;
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  readonly references: readonly string[];
  /** Of the foreign key in the database. */
  readonly name: string;
}

/** `@relation("name")`, or what it is without one: the same at both ends. */
export function relationName(field: FieldLine): string | null {
  const attribute = attributeOf(field, "relation");
  return attribute === undefined ? null : (textOf(argument(attribute, "name", true)) ?? null);
}

/** The foreign keys that a model declares. */
export function relationsOf(document: PrismaDocument, owner: Block): readonly Relation[] {
  const table = mappedName(document, owner);
  const all = fieldsOf(document, owner);
  return all.flatMap((field) => {
    const target = modelOf(document, field);
    const attribute = attributeOf(field, "relation");
    const fields = attribute === undefined ? [] : namesIn(argument(attribute, "fields"));
    if (target === undefined || attribute === undefined || fields.length === 0) return [];
    const columns = fields.map((name) => all.find((other) => other.name === name)?.column ?? name);
    const name = textOf(argument(attribute, "map")) ?? defaultKeyName("relation", table, columns);
    return [
      { field, owner, target, fields, columns, references: namesIn(argument(attribute, "references")), name },
    ];
  });
}

/** The field at the other end of a relation. */
export const oppositeOf = (
  document: PrismaDocument,
  owner: Block,
  field: Field,
  target: Block,
): Field | undefined =>
  fieldsOf(document, target).find(
    (other) =>
      other.word === owner.name &&
      relationName(other) === relationName(field) &&
      !(target === owner && other.name === field.name),
  );

/** An attribute's arguments with one of them changed, or with null taken out. */
export function withArgument(attribute: Attribute, name: string, value: string | null): readonly Argument[] {
  const rest = attribute.arguments.filter((each) => each.name !== name);
  if (value === null) return rest;
  return attribute.arguments.some((each) => each.name === name)
    ? attribute.arguments.map((each) => (each.name === name ? { name, value } : each))
    : [
        ...attribute.arguments.filter((each) => each.name !== "map"),
        { name, value },
        ...attribute.arguments.filter((each) => each.name === "map"),
      ];
}
