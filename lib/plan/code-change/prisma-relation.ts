/** Foreign keys of a Prisma schema: a relation has a field in each of two models. */
import type { Constraint } from "../../kinds/constraint";
import { addFieldLine, removeLine } from "./prisma-column";
import { type Block, findBlock, mappedName, type PrismaDocument } from "./prisma-document";
import { argument, attributeText, literal, readFieldLine, splice, withAttribute } from "./prisma-line";
import {
  attributeOf,
  type Field,
  type FieldLine,
  fieldOfColumn,
  fieldsOf,
  keysOf,
  modelOf,
  oppositeOf,
  type Relation,
  relationName,
  relationsOf,
  withArgument,
} from "./prisma-model";
import { defaultKeyName, freeName, lowerFirst, plural, refusedName } from "./prisma-names";
import { emulatesRelations } from "./prisma-style";

const actionWords: { readonly [action: string]: string | undefined } = {
  CASCADE: "Cascade",
  RESTRICT: "Restrict",
  "SET NULL": "SetNull",
  "SET DEFAULT": "SetDefault",
};

interface Actions {
  readonly onDelete: string;
  readonly onUpdate: string;
}

/** The actions of a foreign key in Prisma's words, or why it has none for it. */
export function actionsOf(key: Constraint): Actions | string {
  const name = '(?:"(?:[^"]|"")*"|[^"()])*';
  const rest = new RegExp(` REFERENCES ${name}\\(${name}\\)(.*)$`, "s").exec(key.definition)?.[1] ?? "";
  const action = "(CASCADE|RESTRICT|SET NULL|SET DEFAULT)";
  const found = new RegExp(`^(?: ON UPDATE ${action})?(?: ON DELETE ${action})?$`).exec(rest);
  if (found === null)
    return "Prisma has no words for a foreign key with MATCH, DEFERRABLE, PERIOD or a list of columns to set";
  if (!key.validated || !key.enforced)
    return "Prisma has no words for a foreign key that is NOT VALID or NOT ENFORCED";
  if (key.comment !== null) return "Prisma has no words for the comment of a foreign key";
  return {
    onUpdate: actionWords[found[1] ?? ""] ?? "NoAction",
    onDelete: actionWords[found[2] ?? ""] ?? "NoAction",
  };
}

/** What Prisma does where the relation does not say: a null can only be set where a null may be. */
const usualActions = (
  fields: readonly FieldLine[],
): { readonly onDelete: string | null; readonly onUpdate: string } => ({
  onDelete: fields.every(({ optional }) => optional)
    ? "SetNull"
    : fields.some(({ optional }) => optional)
      ? null
      : "Restrict",
  onUpdate: "Cascade",
});

/** Makes a relation say what the foreign key does and whether it may be empty; its fields may have changed. */
export function settleRelation(document: PrismaDocument, relation: Relation, key: Constraint): void {
  const actions = actionsOf(key);
  if (typeof actions === "string") return;
  const fields = relation.columns
    .map((column) => fieldOfColumn(document, relation.owner, column))
    .filter((field) => field !== undefined);
  const usual = usualActions(fields);
  let text = relation.field.text;
  for (const name of ["onDelete", "onUpdate"] as const) {
    const line = readFieldLine(text) as FieldLine;
    const attribute = attributeOf(line, "relation");
    if (attribute === undefined) continue;
    const declared = argument(attribute, name) ?? usual[name];
    if (declared === actions[name]) continue;
    const value = actions[name] === usual[name] ? null : actions[name];
    text = withAttribute(
      text,
      line.attributes,
      line.typeEnd,
      attribute,
      attributeText("@relation", withArgument(attribute, name, value)),
    );
  }
  const line = readFieldLine(text) as FieldLine;
  const optional = fields.some((field) => field.optional);
  if (optional !== line.optional && (optional || key.columns !== null))
    text = splice(text, line.typeStart, line.typeEnd, `${line.word}${optional ? "?" : ""}`);
  relation.owner.lines[relation.field.at] = text;
}

export const findRelation = (document: PrismaDocument, owner: Block, name: string): Relation | undefined =>
  relationsOf(document, owner).find((relation) => relation.name === name);

/** Takes both fields of a relation out. @returns why it cannot */
export function removeRelation(document: PrismaDocument, owner: Block, name: string): string | null {
  const relation = findRelation(document, owner, name);
  if (relation === undefined) return "The relation of this foreign key was not found";
  removeFields(document, owner, relation.field, relation.target);
  return null;
}

/** Takes a relation's field out together with the one at the other end. */
export function removeFields(document: PrismaDocument, owner: Block, field: Field, target: Block): void {
  const opposite = oppositeOf(document, owner, field, target);
  const gone = [{ block: owner, at: field.at }, ...(opposite ? [{ block: target, at: opposite.at }] : [])];
  // From the end, so that positions in one and the same model stay true.
  for (const { block, at } of gone.toSorted((one, other) => other.at - one.at)) removeLine(block, at);
}

/** Gives a foreign key another name in the database. @returns why it cannot */
export function renameRelation(
  document: PrismaDocument,
  owner: Block,
  from: string,
  to: string,
): string | null {
  const relation = findRelation(document, owner, from);
  const attribute = relation && attributeOf(relation.field, "relation");
  if (relation === undefined || attribute === undefined)
    return "The relation of this foreign key was not found";
  const refused = refusedName(to);
  if (refused !== null) return refused;
  const usual = defaultKeyName("relation", mappedName(document, owner), relation.columns);
  const parts = withArgument(attribute, "map", to === usual ? null : literal(to));
  const { text, at, attributes, typeEnd } = relation.field;
  owner.lines[at] = withAttribute(text, attributes, typeEnd, attribute, attributeText("@relation", parts));
  return null;
}

/** Adds the two fields of a foreign key's relation. @returns why it cannot */
export function addRelation(document: PrismaDocument, owner: Block, key: Constraint): string | null {
  const { references } = key;
  const actions = refusedName(key.name) ?? actionsOf(key);
  if (typeof actions === "string") return actions;
  if (emulatesRelations(document))
    return 'The datasource says relationMode = "prisma", under which Prisma makes no foreign keys';
  const target =
    references === null ? undefined : findBlock(document, "model", references.schema, references.table);
  if (references === null || target === undefined)
    return "The model of the table that it refers to was not found";
  const own = (key.columns ?? []).map((column) => fieldOfColumn(document, owner, column));
  const others = references.columns.map((column) => fieldOfColumn(document, target, column));
  const fields = own.filter((field) => field !== undefined);
  const referenced = others.filter((field) => field !== undefined);
  if (fields.length < own.length || referenced.length < others.length)
    return "The fields of its columns were not found";
  if (fields.some(({ word }) => word.startsWith("Unsupported")))
    return "Prisma has no relation over fields of a type that it does not support";
  if (fields.some((field, place) => field.word !== referenced[place]?.word))
    return "Prisma has no relation between fields of two different types";
  const names = referenced.map(({ name }) => name);
  if (!keysOf(document, target).some((each) => each.kind !== "index" && sameSet(each.fields, names)))
    return "Prisma has no relation to fields that no unique key of the schema covers";
  const usual = usualActions(fields);
  const base = own.length === 1 ? (fields[0]?.name ?? "").replace(/(?:_?[iI][dD]|_?[uU]u?id)$/, "") : "";
  const fieldNames = (block: Block) => (candidate: string) =>
    fieldsOf(document, block).some(({ name }) => name === candidate);
  const plain = base === "" || fieldNames(owner)(base) ? lowerFirst(target.name) : base;
  const name = freeName(plain, fieldNames(owner));
  const needsName = target === owner || meet(document, owner, target);
  const relation = needsName
    ? `${owner.name}_${fields.map((field) => field.name).join("_")}To${target.name}`
    : null;
  const list = (each: readonly Field[]): string => `[${each.map((field) => field.name).join(", ")}]`;
  const attribute = attributeText("@relation", [
    ...(relation === null ? [] : [{ name: null, value: literal(relation) }]),
    { name: "fields", value: list(fields) },
    { name: "references", value: list(referenced) },
    ...(actions.onDelete === usual.onDelete ? [] : [{ name: "onDelete", value: actions.onDelete }]),
    ...(actions.onUpdate === usual.onUpdate ? [] : [{ name: "onUpdate", value: actions.onUpdate }]),
    ...(key.name === defaultKeyName("relation", mappedName(document, owner), key.columns ?? [])
      ? []
      : [{ name: "map", value: literal(key.name) }]),
  ]);
  const optional = fields.some((field) => field.optional);
  const single = keysOf(document, owner).some(
    (each) =>
      each.kind !== "index" &&
      sameSet(
        each.fields,
        fields.map((field) => field.name),
      ),
  );
  addFieldLine(document, owner, [name, `${target.name}${optional ? "?" : ""}`, attribute], false);
  const back = lowerFirst(owner.name);
  const backName = freeName(single ? back : plural(back), fieldNames(target));
  addFieldLine(
    document,
    target,
    [
      backName,
      `${owner.name}${single ? "?" : "[]"}`,
      relation === null ? "" : `@relation(${literal(relation)})`,
    ],
    false,
  );
  return null;
}

/** True where the two models have a relation without a name already. */
const meet = (document: PrismaDocument, one: Block, other: Block): boolean =>
  fieldsOf(document, one).some((field) => modelOf(document, field) === other && relationName(field) === null);

export const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));
