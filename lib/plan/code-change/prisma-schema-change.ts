import type { Catalog } from "../../catalog/catalog";
import type { Difference } from "../../drift/difference";
import type { Column } from "../../kinds/column";
import type { Constraint } from "../../kinds/constraint";
import type { Index } from "../../kinds/index-kind";
import { indexParts } from "../../kinds/index-preflight";
import type { CodeFile } from "./code-change";
import {
  type Block,
  blocksOf,
  type Field,
  fieldsOf,
  findBlock,
  linesOf,
  removeAttribute,
} from "./prisma-document";
import { fieldName, prismaDefault, prismaType } from "./prisma-field";

/** The schema's files that change, or why a person has to change them. */
export type PrismaSchemaChange =
  | { readonly files: readonly CodeFile[]; readonly left?: string }
  | { readonly files: readonly []; readonly left: string };

const byHand = (left: string): PrismaSchemaChange => ({ files: [], left });

/**
 * A Prisma schema that declares what the database has, for one difference: types, nullability, defaults, columns,
 * indexes, tables. Line by line, so that the rest of the file keeps its form; what needs relations is left to a person,
 * in words. `left` beside files says what the change does not cover. Pure.
 */
export function prismaSchemaChange(
  difference: Difference,
  files: readonly CodeFile[],
  actual: Catalog,
): PrismaSchemaChange {
  const blocks = blocksOf(files);
  const { kind, schema, table, name } = difference.object;
  const enumName = (type: string): string | undefined =>
    blocks.find((block) => block.keyword === "enum" && type.endsWith(block.mapped))?.name;
  if (kind === "table") {
    if (difference.type === "missing")
      return removeModel(findBlock(blocks, "model", schema, name), blocks, files);
    if (difference.type === "unexpected")
      return addModel(difference.actual.name, schema, actual, blocks, files, enumName);
    return byHand("A Prisma schema says nothing about these properties of a table.");
  }
  const block = table === undefined ? undefined : findBlock(blocks, "model", schema, table);
  const file = block === undefined ? undefined : files[block.file];
  if (block === undefined || file === undefined)
    return byHand(`The schema's part that declares this ${kind} was not found.`);
  const lines = [...linesOf(file)];
  const done = (changed: readonly string[], left?: string): PrismaSchemaChange => ({
    files: [{ path: file.path, content: changed.join("\n") }],
    ...(left === undefined ? {} : { left }),
  });
  if (kind === "column") {
    const field = fieldsOf(block, lines).find(({ column }) => column === name);
    switch (difference.type) {
      case "missing": {
        if (field === undefined) return byHand("The field of this column was not found.");
        const used = lines
          .slice(block.first, block.last)
          .some(
            (line, index) =>
              block.first + index !== field.line &&
              new RegExp(`[[ (,]${field.name}[\\],) (]`).test(line) &&
              /@@|@relation/.test(line),
          );
        if (used)
          return byHand(
            `The field ${field.name} is part of a key, an index or a relation, which have to go first.`,
          );
        return done(lines.toSpliced(field.line, 1));
      }
      case "unexpected": {
        const column = difference.actual as unknown as Column;
        return done(lines.toSpliced(lastFieldOf(block, lines) + 1, 0, fieldLine(column, enumName)));
      }
      case "changed": {
        if (field === undefined) return byHand("The field of this column was not found.");
        const list = String(difference.actual.type).endsWith("[]");
        // Prisma's lists have no word for NOT NULL.
        const covered = new Set(["type", "default", ...(list ? [] : ["notNull"])]);
        const left = difference.attributes.filter(({ attribute }) => !covered.has(attribute));
        if (left.length === difference.attributes.length)
          return byHand("A Prisma schema says nothing about these properties of a column.");
        const column = difference.actual as unknown as Column;
        return done(
          lines.with(field.line, changedLine(field, column, enumName)),
          left.length === 0 ? undefined : `Left: ${left.map(({ attribute }) => attribute).join(", ")}.`,
        );
      }
      case "renamed":
        return byHand("The field has another name in the database.");
    }
  }
  if (kind === "index" || kind === "constraint") {
    if (difference.type === "missing") {
      const line = lines.findIndex(
        (text, index) => index > block.first && index < block.last && declares(text, difference.object.name),
      );
      const found =
        line >= 0 ? line : declaredByColumns(difference.expected as unknown as Index, block, lines);
      return found < 0 ? byHand("The line that declares it was not found.") : done(lines.toSpliced(found, 1));
    }
    if (difference.type === "unexpected") {
      const line = keyLine(difference.actual as unknown as Index | Constraint, fieldsOf(block, lines));
      return line === null
        ? byHand("A Prisma schema has no words for it; it can live in a migration's SQL alone.")
        : done(lines.toSpliced(block.last, 0, line));
    }
  }
  return byHand(
    `How a Prisma schema would declare this ${kind} is left to you; the migration does not need it.`,
  );
}

const lastFieldOf = (block: Block, lines: readonly string[]): number =>
  fieldsOf(block, lines).at(-1)?.line ?? block.first;

const declares = (line: string, name: string): boolean =>
  /@@(index|unique)\(/.test(line) && line.includes(`map: ${JSON.stringify(name)}`);

type EnumName = (type: string) => string | undefined;

function fieldLine(column: Column, enumName: EnumName): string {
  const { type, native } = prismaType(column.type, enumName);
  const name = fieldName(column.name);
  return [
    `  ${name}`,
    `${type}${column.notNull || type.endsWith("[]") ? "" : "?"}`,
    prismaDefault(column, type),
    name === column.name ? null : `@map(${JSON.stringify(column.name)})`,
    native,
  ]
    .filter((part) => part !== null)
    .join(" ");
}

function changedLine(field: Field, column: Column, enumName: EnumName): string {
  const { type, native } = prismaType(column.type, enumName);
  const kept = removeAttribute(removeAttribute(field.attributes, /@default(?=\()/), /@db\.\w+/);
  // What the client makes up itself (uuid(), cuid(), now on update) is no default of the database and stays.
  const own = /@default\((?:uuid|cuid|ulid|nanoid)\(/.test(field.attributes) && column.default === null;
  const made = own
    ? (/@default\([^)]*\)\)?/.exec(field.attributes)?.[0] ?? null)
    : prismaDefault(column, type);
  const optional = column.notNull || type.endsWith("[]") ? "" : "?";
  return [`  ${field.name} ${type}${optional}`, made, native, kept, field.comment]
    .filter((part) => part !== null && part !== "")
    .join(" ");
}

/** `@@index([a, b(sort: Desc)], map: "name")`; null where Prisma has no words for it. */
function keyLine(object: Index | Constraint, fields: readonly Field[]): string | null {
  const unique = object.kind === "constraint" ? object.type === "unique" : object.unique;
  if (
    object.kind === "constraint" &&
    (object.type !== "unique" || !/^UNIQUE \([^()]*\)$/.test(object.definition))
  )
    return null;
  const parts =
    object.kind === "constraint"
      ? { keys: object.columns ?? [], plain: true }
      : {
          keys: indexParts(object.definition)?.keys ?? [],
          plain: /^btree \([^()]*\)$/.test(object.definition),
        };
  if (!parts.plain || (object.kind === "index" && / (DESC|NULLS|COLLATE)|_ops/.test(object.definition)))
    return null;
  const names = parts.keys.map(
    (key) => fields.find(({ column }) => column === key.replace(/^"|"$/g, ""))?.name,
  );
  if (names.length === 0 || names.includes(undefined)) return null;
  return `  @@${unique ? "unique" : "index"}([${names.join(", ")}], map: ${JSON.stringify(object.name)})`;
}

function declaredByColumns(object: Index | Constraint, block: Block, lines: readonly string[]): number {
  const line = keyLine(object, fieldsOf(block, lines));
  const wanted = line === null ? undefined : /^\s*(@@\w+\(\[[^\]]*\])/.exec(line)?.[1];
  if (wanted === undefined) return -1;
  return lines.findIndex(
    (text, index) => index > block.first && index < block.last && text.trim().startsWith(wanted),
  );
}

function removeModel(
  block: Block | undefined,
  blocks: readonly Block[],
  files: readonly CodeFile[],
): PrismaSchemaChange {
  const file = block === undefined ? undefined : files[block.file];
  if (block === undefined || file === undefined) return byHand("The model of this table was not found.");
  const users = blocks.filter(
    (other) =>
      other !== block &&
      other.keyword === "model" &&
      fieldsOf(other, linesOf(files[other.file] ?? file)).some(
        ({ type }) => type.replace(/\[\]|\?/g, "") === block.name,
      ),
  );
  if (users.length > 0)
    return byHand(
      `The models ${users.map(({ name }) => name).join(", ")} have relations with ${block.name}, which have to go first.`,
    );
  const lines = linesOf(file);
  return {
    files: [
      { path: file.path, content: lines.toSpliced(block.first, block.last - block.first + 1).join("\n") },
    ],
  };
}

function addModel(
  table: string,
  schema: string | undefined,
  actual: Catalog,
  blocks: readonly Block[],
  files: readonly CodeFile[],
  enumName: EnumName,
): PrismaSchemaChange {
  const [file] = files;
  if (file === undefined) return byHand("The source has no schema file.");
  const identity = { kind: "table", ...(schema === undefined ? {} : { schema }), name: table };
  const children = actual.childrenOf(identity);
  const columns = (children.filter(({ kind }) => kind === "column") as unknown as Column[]).toSorted(
    (a, b) => a.position - b.position,
  );
  const name = fieldName(table);
  const constraints = children.filter(({ kind }) => kind === "constraint") as unknown as Constraint[];
  const fields = columns.map((column) => ({
    name: fieldName(column.name),
    column: column.name,
  })) as unknown as Field[];
  const primary = constraints.find(({ type }) => type === "primary key");
  const keys = children
    .filter(({ kind }) => kind === "index" || kind === "constraint")
    .map((child) => keyLine(child as unknown as Index | Constraint, fields))
    .filter((line) => line !== null);
  const lines = [
    `model ${name} {`,
    ...columns.map((column) => fieldLine(column, enumName)),
    ...(primary?.columns == null
      ? []
      : [`  @@id([${primary.columns.map(fieldName).join(", ")}], map: ${JSON.stringify(primary.name)})`]),
    ...keys,
    ...(name === table ? [] : [`  @@map(${JSON.stringify(table)})`]),
    ...(schema !== undefined && blocks.some((block) => block.schema !== undefined)
      ? [`  @@schema(${JSON.stringify(schema)})`]
      : []),
    "}",
  ];
  const relations = constraints.some(({ type }) => type === "foreign key");
  return {
    files: [{ path: file.path, content: `${file.content.trimEnd()}\n\n${lines.join("\n")}\n` }],
    ...(relations ? { left: "Its foreign keys: each needs a relation field in both models." } : {}),
  };
}
