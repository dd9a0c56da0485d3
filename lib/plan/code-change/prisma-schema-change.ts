import type { Catalog } from "../../catalog/catalog";
import { changedAttributes } from "../../drift/compare";
import { attributeLabel } from "../../drift/describe";
import type { Difference } from "../../drift/difference";
import type { Column } from "../../kinds/column";
import type { Constraint } from "../../kinds/constraint";
import type { Enum } from "../../kinds/enum";
import type { Index } from "../../kinds/index-kind";
import type { CatalogObject } from "../../kinds/kind";
import { kindOf } from "../../kinds/registry";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { CodeFile } from "./code-change";
import { addColumn, changeColumn, removeColumn } from "./prisma-column";
import { makeConsistent } from "./prisma-consistency";
import { changeSchemaObject } from "./prisma-datasource";
import {
  type Block,
  blocksOf,
  findBlock,
  type PrismaDocument,
  printDocument,
  readDocument,
  removeBlock,
} from "./prisma-document";
import { addEnum, setLabels } from "./prisma-enum";
import { implicitTables, staysImplicit } from "./prisma-implicit";
import { addKey, changeKey, removeKey, renameKey } from "./prisma-key";
import { fieldsOf } from "./prisma-model";
import { refusedLabel, refusedName } from "./prisma-names";
import {
  actionsOf,
  addRelation,
  findRelation,
  removeFields,
  removeRelation,
  renameRelation,
  sameSet,
} from "./prisma-relation";
import { addModel, noWordsForTable, removeModel, type Unsaid } from "./prisma-table";

/** What the schema does not say afterwards, and why. */
export interface LeftOfSchema {
  readonly object: Identity;
  readonly reason: string;
}

export interface PrismaSchemaChange {
  /** The files that change, whole. */
  readonly files: readonly CodeFile[];
  readonly left: readonly LeftOfSchema[];
  /** What the change means for whoever uses the client, in sentences. */
  readonly notes: readonly string[];
}

/**
 * One object of those that the differences are about: as the schema declares it, and as it is to be. `from` is set where
 * it only has another name.
 */
interface Affected {
  readonly identity: Identity;
  readonly before: CatalogObject | undefined;
  readonly after: CatalogObject | undefined;
}

/**
 * A Prisma schema that declares what the database has, for these differences and nothing else. Lines that say the same
 * afterwards stay as they are, comments included; what Prisma has no words for is left, with the reason. Pure.
 * @param expected what the schema declares now
 * @param wanted what it is to declare: the expected side with the differences' objects as the database has them
 */
export function prismaSchemaChange(
  differences: readonly Difference[],
  files: readonly CodeFile[],
  expected: Catalog,
  wanted: Catalog,
): PrismaSchemaChange {
  const document = readDocument(files);
  const left = new Map<string, LeftOfSchema>();
  const unsaid: Unsaid = (object, reason) => {
    if (reason !== null) left.set(`${identityKey(object)} ${reason}`, { object: identityOf(object), reason });
  };
  const notes: string[] = [];
  change(document, affectedBy(differences, expected, wanted), differences, {
    expected,
    wanted,
    unsaid,
    notes,
  });
  const printed = printDocument(document);
  return {
    files: printed.filter(({ content }, place) => content !== files[place]?.content),
    left: [...left.values()],
    notes,
  };
}

function affectedBy(
  differences: readonly Difference[],
  expected: Catalog,
  wanted: Catalog,
): readonly Affected[] {
  const found = new Map<string, Affected>();
  for (const difference of differences) {
    if (difference.type === "renamed") continue;
    for (const identity of [difference.object, ...difference.includes]) {
      const [before, after] = [expected.get(identity), wanted.get(identity)];
      if (before !== undefined || after !== undefined)
        found.set(identityKey(identity), { identity, before, after });
    }
  }
  return [...found.values()];
}

interface Sides {
  readonly expected: Catalog;
  readonly wanted: Catalog;
  readonly unsaid: Unsaid;
  readonly notes: string[];
}

const isRelation = (object: CatalogObject | undefined): boolean => object?.type === "foreign key";

const noModel = "The model of this table was not found";

function change(
  document: PrismaDocument,
  affected: readonly Affected[],
  differences: readonly Difference[],
  sides: Sides,
): void {
  const { expected, wanted, unsaid } = sides;
  const implicit = new Map(implicitTables(document).map((table) => [table.name, table]));
  const model = (identity: Identity): Block | undefined =>
    findBlock(document, "model", identity.schema, identity.table ?? identity.name);
  const isImplicit = (identity: Identity): boolean =>
    model(identity) === undefined && implicit.has(identity.table ?? identity.name);
  const own = affected.filter(({ identity }) => !isImplicit(identity));
  const of = (kind: string): readonly Affected[] => own.filter(({ identity }) => identity.kind === kind);
  const inModel = (identity: Identity, work: (block: Block) => string | null): void => {
    const block = model(identity);
    unsaid(identity, block === undefined ? noModel : work(block));
  };
  const keys = [...of("constraint"), ...of("index")];
  const goesWithTable = ({ identity }: Affected): boolean =>
    wanted.get({ kind: "table", schema: identity.schema ?? "", name: identity.table ?? "" }) === undefined;
  const comesWithTable = ({ identity }: Affected): boolean =>
    expected.get({ kind: "table", schema: identity.schema ?? "", name: identity.table ?? "" }) === undefined;

  for (const { identity, before, after } of own.filter((each) => each.identity.kind === "constraint"))
    if (isRelation(before) && (after === undefined || movesRelation(before, after)))
      if (model(identity) !== undefined)
        inModel(identity, (block) => removeRelation(document, block, identity.name));
  for (const each of keys)
    if (each.after === undefined && !isRelation(each.before) && !goesWithTable(each))
      inModel(
        each.identity,
        (block) => twinOf(each, wanted) ?? removeKey(document, block, each.identity.name),
      );
  for (const { identity, after } of of("table"))
    if (after === undefined) {
      const block = model(identity);
      if (block === undefined) unsaid(identity, noModel);
      else removeModel(document, block);
    }
  for (const each of of("column"))
    if (each.after === undefined && !goesWithTable(each))
      inModel(each.identity, (block) => removeColumn(document, block, each.identity.name));
  for (const each of of("schema")) unsaid(each.identity, changeSchemaObject(document, each));
  for (const each of of("extension")) unsaid(each.identity, changeSchemaObject(document, each));
  for (const each of of("enum")) changeEnum(document, each, unsaid);
  for (const { identity, before, after } of of("table"))
    if (after !== undefined && before === undefined) addModel(document, after, wanted, unsaid);
    else if (after !== undefined && before !== undefined)
      unsaid(identity, noWordsForTable(changedAttributes(before, after).map(({ attribute }) => attribute)));
  for (const each of of("column")) {
    if (each.after === undefined || comesWithTable(each)) continue;
    const after = each.after as unknown as Column;
    inModel(each.identity, (block) =>
      each.before === undefined
        ? addColumn(document, block, after, wanted)
        : changeColumn(document, block, each.before as unknown as Column, after, wanted),
    );
  }
  for (const each of keys) {
    if (each.after === undefined || isRelation(each.after) || comesWithTable(each)) continue;
    const after = each.after as unknown as Index | Constraint;
    inModel(each.identity, (block) =>
      each.before === undefined ? addKey(document, block, after) : changeKey(document, block, after),
    );
  }
  const renamed = differences.filter((difference) => difference.type === "renamed");
  for (const difference of renamed)
    if (!isImplicit(difference.object)) rename(document, difference, sides, model);
  for (const { identity, before, after } of keys)
    if (isRelation(after) && (before === undefined || movesRelation(before, after)))
      inModel(identity, (block) =>
        findRelation(document, block, identity.name) === undefined
          ? addRelation(document, block, after as unknown as Constraint)
          : null,
      );
  for (const { identity, before, after } of keys)
    if (isRelation(before) && isRelation(after)) {
      const actions = actionsOf(after as unknown as Constraint);
      if (typeof actions === "string") unsaid(identity, actions);
    }
  changeImplicit(
    document,
    [
      ...affected,
      ...renamed.map(({ object, expected: before }) => ({ identity: object, before, after: undefined })),
    ].filter(({ identity }) => isImplicit(identity)),
    sides,
  );
  for (const { identity, before, after } of of("enum"))
    if (after === undefined && before !== undefined) removeEnum(document, identity, unsaid);
  makeConsistent(document, wanted, sides.notes);
  for (const each of own) if (!spoken.has(each.identity.kind)) otherKinds(each, sides);
}

const spoken = new Set(["table", "column", "constraint", "index", "enum", "schema", "extension"]);

/** A sequence is its column's, which says `autoincrement()`; of everything else Prisma knows nothing. */
function otherKinds({ identity, before, after }: Affected, { unsaid, expected, wanted }: Sides): void {
  if (identity.kind === "sequence" && (before === undefined || after === undefined)) {
    const owned = (before ?? after)?.ownedBy as { schema: string; table: string; column: string } | null;
    const column = owned && { kind: "column", schema: owned.schema, table: owned.table, name: owned.column };
    const uses = (side: Catalog): boolean =>
      column !== null && String(side.get(column)?.default ?? "").startsWith("nextval(");
    // What the column cannot say of it, the column's own entry tells.
    if (column !== null && (before === undefined ? uses(wanted) : uses(expected) && !uses(wanted))) return;
  }
  if (identity.kind === "sequence" && before !== undefined && after !== undefined) {
    unsaid(
      identity,
      `Prisma has no words for this of a sequence: ${changedAttributes(before, after)
        .map(({ attribute }) => attributeLabel("sequence", attribute))
        .join(", ")}`,
    );
    return;
  }
  unsaid(identity, `A Prisma schema has no words for a ${kindOf(identity).label}`);
}

/** A unique index that has become a constraint of the same columns is one and the same to Prisma. */
function twinOf({ before }: Affected, wanted: Catalog): string | null {
  const index = before as unknown as Index;
  if (index.kind !== "index" || !index.unique) return null;
  const table = { kind: index.relation, schema: index.schema, name: index.table };
  const twin = wanted.childrenOf(table).find((child) => {
    const key = child as unknown as Constraint;
    return (
      key.kind === "constraint" &&
      key.type === "unique" &&
      index.definition === `btree ${key.definition.replace(/^UNIQUE /, "")}`
    );
  });
  return twin === undefined
    ? null
    : `The database has the unique constraint ${twin.name} on the same columns instead, which a Prisma schema does not tell from an index`;
}

/** True where a foreign key of the same name is now between other columns. */
function movesRelation(before: CatalogObject | undefined, after: CatalogObject | undefined): boolean {
  if (!isRelation(before) || !isRelation(after)) return true;
  const [one, other] = [before, after] as unknown as [Constraint, Constraint];
  return (
    typeof actionsOf(other) !== "string" &&
    (one.columns?.join() !== other.columns?.join() ||
      one.references?.schema !== other.references?.schema ||
      one.references?.table !== other.references?.table ||
      !sameSet(one.references?.columns ?? [], other.references?.columns ?? []))
  );
}

function rename(
  document: PrismaDocument,
  difference: Extract<Difference, { type: "renamed" }>,
  { unsaid }: Sides,
  model: (identity: Identity) => Block | undefined,
): void {
  const block = model(difference.object);
  const [from, to] = [difference.expected.name, difference.actual.name];
  if (block === undefined) {
    unsaid(difference.object, noModel);
    return;
  }
  unsaid(
    difference.object,
    isRelation(difference.expected)
      ? renameRelation(document, block, from, to)
      : renameKey(document, block, from, to),
  );
}

function changeEnum(document: PrismaDocument, { identity, before, after }: Affected, unsaid: Unsaid): void {
  if (after === undefined) return;
  const { labels } = after as unknown as Enum;
  const refused =
    labels.length === 0
      ? "An enum of Prisma has at least one value"
      : ((before === undefined ? refusedName(identity.name) : null) ??
        labels.map(refusedLabel).find((reason) => reason !== null));
  if (refused != null) {
    unsaid(identity, refused);
    return;
  }
  const block = findBlock(document, "enum", identity.schema, identity.name);
  if (before === undefined) addEnum(document, after as unknown as Enum);
  else if (block === undefined) unsaid(identity, "The enum was not found in the schema");
  else setLabels(document, block, labels);
  const plain = before ?? ({ ...after, comment: null, privileges: null } as CatalogObject);
  const others = changedAttributes(plain, after).filter(
    ({ attribute }) => !["labels", "owner"].includes(attribute),
  );
  if (others.length > 0)
    unsaid(
      identity,
      `Prisma has no words for this of an enum: ${others.map(({ attribute }) => attributeLabel("enum", attribute)).join(", ")}`,
    );
}

function removeEnum(document: PrismaDocument, identity: Identity, unsaid: Unsaid): void {
  const block = findBlock(document, "enum", identity.schema, identity.name);
  if (block === undefined) {
    unsaid(identity, "The enum was not found in the schema");
    return;
  }
  const users = blocksOf(document, "model").filter((model) =>
    fieldsOf(document, model).some(({ word }) => word === block.name),
  );
  if (users.length === 0) removeBlock(document, block);
  else
    unsaid(
      identity,
      `${users.map(({ name }) => name).join(", ")} still ${users.length === 1 ? "uses" : "use"} the enum`,
    );
}

/** A table that Prisma makes by itself goes with its relation; where it is another one now, a model of its own says so. */
function changeImplicit(document: PrismaDocument, affected: readonly Affected[], sides: Sides): void {
  const names = new Map(
    affected.map(({ identity }) => {
      const name = identity.table ?? identity.name;
      return [name, { kind: "table", schema: identity.schema ?? "", name }];
    }),
  );
  for (const { identity, before, after } of affected)
    if (identity.kind === "table" && before !== undefined && after !== undefined)
      sides.unsaid(
        identity,
        noWordsForTable(changedAttributes(before, after).map(({ attribute }) => attribute)),
      );
  for (const [name, identity] of names) {
    const implicit = implicitTables(document).find((each) => each.name === name);
    const table = sides.wanted.get(identity);
    if (implicit !== undefined) {
      if (table !== undefined && staysImplicit(document, identity, implicit, sides.expected, sides.wanted))
        continue;
      removeFields(document, implicit.a.block, implicit.a.field, implicit.b.block);
      if (table !== undefined)
        sides.notes.push(
          `The relation between ${implicit.a.block.name} and ${implicit.b.block.name} gets a model of its own for the table ${name}, because Prisma makes that table otherwise than the database has it. Queries over it have to name the model.`,
        );
    }
    if (table === undefined) continue;
    addModel(document, table, sides.wanted, sides.unsaid);
    const block = findBlock(document, "model", identity.schema, name);
    for (const child of sides.wanted.childrenOf(identity))
      if (block !== undefined && isRelation(child))
        sides.unsaid(child, addRelation(document, block, child as unknown as Constraint));
  }
}
