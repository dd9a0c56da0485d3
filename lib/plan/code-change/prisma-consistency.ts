/** What Prisma asks of a schema besides what the database has: brought about after a change. */
import type { Catalog } from "../../catalog/catalog";
import type { Constraint } from "../../kinds/constraint";
import {
  type Block,
  blockAttributes,
  blocksOf,
  mappedName,
  type PrismaDocument,
  schemaOf,
} from "./prisma-document";
import { addBlockLine } from "./prisma-key";
import { splice, withAttribute } from "./prisma-line";
import { attributeOf, fieldsOf, keysOf, modelOf, oppositeOf, relationsOf } from "./prisma-model";
import { sameSet, settleRelation } from "./prisma-relation";

/** Settles every model; those that were in order stay as they are. */
export function makeConsistent(document: PrismaDocument, wanted: Catalog, notes: string[]): void {
  const models = blocksOf(document, "model");
  for (const model of models) settleRelations(document, model, wanted);
  for (const model of models) makeLists(document, model);
  for (const model of models) ignoreWithoutKey(document, model, notes);
  for (const model of models) ignoreRelations(document, model);
}

/** A foreign key's actions stay what they are where the fields' being optional would change what Prisma takes them to be. */
function settleRelations(document: PrismaDocument, model: Block, wanted: Catalog): void {
  for (const { name } of relationsOf(document, model)) {
    const relation = relationsOf(document, model).find((each) => each.name === name);
    const key = tableOf(document, model, wanted)?.find(
      (child) => child.kind === "constraint" && child.name === name,
    );
    if (relation === undefined || key === undefined) continue;
    settleRelation(document, relation, key as unknown as Constraint);
  }
}

const tableOf = (document: PrismaDocument, model: Block, wanted: Catalog) => {
  const name = mappedName(document, model);
  const schema = schemaOf(document, model);
  const table = wanted.objects.find(
    (object) =>
      object.kind === "table" && object.name === name && (schema === undefined || object.schema === schema),
  );
  return table === undefined ? undefined : wanted.childrenOf(table);
};

/** Where the fields of a relation are no longer unique, one becomes many. */
function makeLists(document: PrismaDocument, model: Block): void {
  for (const relation of relationsOf(document, model)) {
    const opposite = oppositeOf(document, model, relation.field, relation.target);
    if (opposite === undefined || opposite.list) continue;
    const unique = keysOf(document, model).some(
      (key) => key.kind !== "index" && sameSet(key.fields, relation.fields),
    );
    if (!unique)
      relation.target.lines[opposite.at] = splice(
        opposite.text,
        opposite.typeStart,
        opposite.typeEnd,
        `${opposite.word}[]`,
      );
  }
}

const isIgnored = (document: PrismaDocument, model: Block): boolean =>
  blockAttributes(document, model).some(({ attribute }) => attribute.name === "ignore");

/** Prisma's client reaches rows by a unique key of fields that are never empty: a model without one is left out of it. */
function ignoreWithoutKey(document: PrismaDocument, model: Block, notes: string[]): void {
  const fields = fieldsOf(document, model);
  const reachable = keysOf(document, model).some(
    (key) =>
      key.kind !== "index" &&
      key.fields.every((name) => {
        const field = fields.find((each) => each.name === name);
        return field !== undefined && !field.optional && !field.word.startsWith("Unsupported");
      }),
  );
  if (reachable || isIgnored(document, model)) return;
  addBlockLine(document, model, "ignore", "@@ignore");
  notes.push(
    `${model.name} has no unique key of fields that are never empty: Prisma's client leaves it out (@@ignore).`,
  );
}

/** A relation to a model that is left out is left out too. */
function ignoreRelations(document: PrismaDocument, model: Block): void {
  if (isIgnored(document, model)) return;
  for (const field of fieldsOf(document, model)) {
    const other = modelOf(document, field);
    if (other === undefined || !isIgnored(document, other) || attributeOf(field, "ignore") !== undefined)
      continue;
    model.lines[field.at] = withAttribute(field.text, field.attributes, field.typeEnd, undefined, "@ignore");
  }
}
