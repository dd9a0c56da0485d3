/** Primary keys, unique keys and indexes of a Prisma schema: added, changed, renamed and taken out. */
import type { Constraint } from "../../kinds/constraint";
import type { Index } from "../../kinds/index-kind";
import { removeLine } from "./prisma-column";
import { type Block, blockAttributes, mappedName, type PrismaDocument } from "./prisma-document";
import { type KeyWords, keyWords } from "./prisma-index";
import { type Argument, attributeText, literal, withAttribute } from "./prisma-line";
import {
  attributeOf,
  type Field,
  fieldOfColumn,
  fieldsOf,
  type Key,
  keysOf,
  withArgument,
} from "./prisma-model";
import { defaultKeyName, refusedName } from "./prisma-names";
import { hasFeature } from "./prisma-style";

/** The declaration of a key: by its name in the database. */
export const findKey = (document: PrismaDocument, block: Block, name: string): Key | undefined =>
  keysOf(document, block).find((key) => key.name === name);

/** Takes a key out. @returns why it cannot */
export function removeKey(document: PrismaDocument, block: Block, name: string): string | null {
  const key = findKey(document, block, name);
  if (key === undefined) return "The line that declares it was not found";
  if (!key.onField) removeLine(block, key.at);
  else setOnField(document, block, key.at, key.kind, null);
  return null;
}

function setOnField(
  document: PrismaDocument,
  block: Block,
  at: number,
  kind: string,
  text: string | null,
): void {
  const field = fieldsOf(document, block).find((each) => each.at === at);
  if (field === undefined) return;
  const old = attributeOf(field, kind);
  const [first] = field.attributes;
  // A key stands before what else is said of its field.
  block.lines[at] =
    old === undefined && text !== null && kind === "id" && first !== undefined
      ? `${field.text.slice(0, first.start)}${text} ${field.text.slice(first.start)}`
      : withAttribute(field.text, field.attributes, field.typeEnd, old, text);
}

interface Made {
  readonly words: KeyWords;
  readonly fields: readonly Field[];
}

function inWords(document: PrismaDocument, block: Block, object: Index | Constraint): Made | string {
  const words = keyWords(object, hasFeature(document, "partialIndexes"));
  if (typeof words === "string") return words;
  const fields = words.columns.map(({ column }) => fieldOfColumn(document, block, column));
  const missing = words.columns.find((_, place) => fields[place] === undefined);
  if (missing !== undefined) return `The field of the column ${missing.column} was not found`;
  return { words, fields: fields.filter((field) => field !== undefined) };
}

/** Whether the key is said by `@id` or `@unique` behind its only field. */
const fitsField = (document: PrismaDocument, block: Block, { words, fields }: Made): boolean => {
  const [field] = fields;
  return (
    fields.length === 1 &&
    field !== undefined &&
    words.kind !== "index" &&
    words.rest.length === 0 &&
    words.columns.every((column) => column.words.every((word) => word.startsWith("sort:"))) &&
    !keysOf(document, block).some((key) => key.onField && key.fields[0] === field.name)
  );
};

function argumentsOf(
  document: PrismaDocument,
  block: Block,
  name: string,
  { words, fields }: Made,
  onField: boolean,
): readonly Argument[] {
  const usual = defaultKeyName(
    words.kind,
    mappedName(document, block),
    words.columns.map(({ column }) => column),
  );
  const plain = (value: string): Argument => ({ name: null, value });
  const list = words.columns.map(({ words: own }, place) => {
    const field = fields[place]?.name ?? "";
    return own.length === 0 ? field : `${field}(${own.join(", ")})`;
  });
  return [
    ...(onField ? (words.columns[0]?.words ?? []).map(plain) : [plain(`[${list.join(", ")}]`)]),
    ...words.rest.map(plain),
    ...(name === usual ? [] : [{ name: "map", value: literal(name) }]),
  ];
}

/** Adds a key. @returns why it cannot */
export function addKey(document: PrismaDocument, block: Block, object: Index | Constraint): string | null {
  const made = refusedName(object.name) ?? inWords(document, block, object);
  if (typeof made === "string") return made;
  const { kind } = made.words;
  if (kind === "id" && keysOf(document, block).some((key) => key.kind === "id"))
    return "The model has another primary key, which has to go first";
  if (fitsField(document, block, made)) {
    const text = attributeText(`@${kind}`, argumentsOf(document, block, object.name, made, true));
    setOnField(document, block, made.fields[0]?.at ?? -1, kind, text);
    return null;
  }
  const text = attributeText(`@@${kind}`, argumentsOf(document, block, object.name, made, false));
  addBlockLine(document, block, kind, text);
  return null;
}

/** Behind the last `@@` of its kind, else before the first one, else at the block's end behind a blank line. */
export function addBlockLine(document: PrismaDocument, block: Block, kind: string, text: string): void {
  const others = blockAttributes(document, block);
  const like = others.findLast(({ attribute }) => attribute.name === kind);
  const lastKey = others.findLast(({ attribute }) => /^(id|unique|index)$/.test(attribute.name));
  const behind = like ?? (kind === "map" || kind === "schema" || kind === "ignore" ? others.at(-1) : lastKey);
  const [first] = others;
  const model = block.lines[first?.at ?? fieldsOf(document, block)[0]?.at ?? 0];
  const indent = /^\s+/.exec(model ?? "")?.[0] ?? "  ";
  if (behind !== undefined) block.lines.splice(behind.at + 1, 0, indent + text);
  else if (first !== undefined) block.lines.splice(first.at, 0, indent + text);
  else {
    if (block.lines.at(-1)?.trim() !== "" && block.lines.length > 0) block.lines.push("");
    block.lines.push(indent + text);
  }
}

/** Gives a key that stays under its name another definition. @returns why it cannot */
export function changeKey(document: PrismaDocument, block: Block, object: Index | Constraint): string | null {
  const key = findKey(document, block, object.name);
  const made = inWords(document, block, object);
  if (typeof made === "string") return made;
  if (key === undefined) return "The line that declares it was not found";
  if (key.onField || key.kind !== made.words.kind) {
    removeKey(document, block, object.name);
    return addKey(document, block, object);
  }
  const client = key.kind === "index" ? [] : key.attribute.arguments.filter(({ name }) => name === "name");
  const parts = [...argumentsOf(document, block, object.name, made, false), ...client];
  replace(block, key, parts);
  return null;
}

const replace = (block: Block, key: Key, parts: readonly Argument[]): void => {
  const text = block.lines[key.at] ?? "";
  const mark = key.onField ? "@" : "@@";
  const { start, end, name } = key.attribute;
  block.lines[key.at] = text.slice(0, start) + attributeText(mark + name, parts) + text.slice(end);
};

/** Gives a key another name in the database. @returns why it cannot */
export function renameKey(document: PrismaDocument, block: Block, from: string, to: string): string | null {
  const key = findKey(document, block, from);
  if (key === undefined) return "The line that declares it was not found";
  const refused = refusedName(to);
  if (refused !== null) return refused;
  const usual = defaultKeyName(key.kind, mappedName(document, block), key.columns);
  const attribute =
    key.kind === "index"
      ? { ...key.attribute, arguments: withArgument(key.attribute, "name", null) }
      : key.attribute;
  replace(block, key, withArgument(attribute, "map", to === usual ? null : literal(to)));
  return null;
}
