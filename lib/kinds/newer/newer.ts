/** What kinds of object can say that not every supported server knows, by the release notes of each major. */
import type { BaseType } from "../base-type";
import type { Collation } from "../collation";
import type { Column } from "../column";
import type { Constraint } from "../constraint";
import type { Domain } from "../domain";
import type { EventTrigger } from "../event-trigger";
import type { Index } from "../index-kind";
import type { CatalogView } from "../kind";
import type { MaterializedView } from "../materialized-view";
import { relationOf } from "../preflight/preflight";
import type { Publication } from "../publication";
import type { Routine } from "../routines/routine";
import type { Sequence } from "../sequence";
import type { Table } from "../table";
import type { View } from "../view";
import { newerInTexts, withoutQuoted } from "./newer-words";

export interface Newer {
  /** The first major that knows it. */
  readonly since: number;
  /** In the plural, to stand after "PostgreSQL 14 has no". */
  readonly what: string;
  /** The attribute that waits for such a server alone; absent where nothing of the object can be had without it. */
  readonly attribute?: string;
}

const since = (major: number, what: string, is: boolean, attribute?: string): readonly Newer[] =>
  is ? [{ since: major, what, ...(attribute === undefined ? {} : { attribute }) }] : [];

export const newerInIndex = (object: Index): readonly Newer[] => newerInTexts(object, "definition");

export function newerInConstraint(object: Constraint, side: CatalogView): readonly Newer[] {
  const { type, validated, enforced } = object;
  const definition = withoutQuoted(object.definition);
  const partitioned = side.get(relationOf(object))?.partitionKey != null;
  return [
    ...newerInTexts(object, "definition"),
    ...since(
      15,
      "lists of the columns that ON DELETE sets",
      type === "foreign key" && / ON DELETE SET (?:NULL|DEFAULT) \(/.test(definition),
    ),
    ...since(17, "exclusion constraints on partitioned tables", type === "exclusion" && partitioned),
    ...since(18, "constraints that are NOT ENFORCED", !enforced),
    ...since(
      18,
      "foreign keys of partitioned tables that are NOT VALID",
      type === "foreign key" && partitioned && !validated && enforced,
    ),
    ...since(
      18,
      "keys over periods (WITHOUT OVERLAPS, PERIOD)",
      type !== "check" && type !== "exclusion" && / WITHOUT OVERLAPS\)|[(,] ?PERIOD \w/.test(definition),
    ),
  ];
}

export function newerInColumn(object: Column, side: CatalogView): readonly Newer[] {
  const constraints = "NOT NULL constraints with a state or comment of their own";
  return [
    ...since(
      15,
      "unlogged sequences, nor others of unlogged tables",
      object.identityPersistence !== null,
      "identityPersistence",
    ),
    ...since(
      17,
      "identity columns of partitioned tables",
      object.identity !== null && side.get(relationOf(object))?.partitionKey != null,
    ),
    ...since(18, "virtual generated columns", object.generated === "virtual"),
    ...(["notNullNotValid", "notNullNoInherit", "notNullComment"] as const).flatMap((attribute) =>
      since(18, constraints, object.notNull && object[attribute] !== null, attribute),
    ),
    ...newerInTexts(object, "default"),
  ];
}

export const newerInDomain = (object: Domain): readonly Newer[] => [
  ...since(
    17,
    "NOT NULL constraints of domains with a comment of their own",
    object.notNull && object.notNullComment != null,
    "notNullComment",
  ),
  ...newerInTexts(object, "default", "constraints"),
];

/** Of tables and materialized views. */
const newerOptions = new Map([
  ["autovacuum_vacuum_max_threshold", 18],
  ["vacuum_max_eager_freeze_failure_rate", 18],
]);

const newerInStorage = (object: {
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
}): readonly Newer[] =>
  (["options", "toastOptions"] as const).flatMap((attribute) =>
    (object[attribute] ?? []).flatMap((option) => {
      const name = option.slice(0, option.indexOf("="));
      return since(
        newerOptions.get(name) ?? 0,
        `storage options called ${name}`,
        newerOptions.has(name),
        attribute,
      );
    }),
  );

export const newerInSequence = (object: Sequence): readonly Newer[] =>
  since(15, "unlogged sequences", object.persistence === "unlogged", "persistence");

export const newerInView = (object: View): readonly Newer[] => [
  ...since(
    15,
    "views that ask for the rights of who reads them (security_invoker)",
    (object.options ?? []).some((option) => option.startsWith("security_invoker=")),
  ),
  ...newerInTexts(object, "definition", "columnDefaults"),
];

export const newerInMaterializedView = (object: MaterializedView): readonly Newer[] => [
  ...newerInStorage(object),
  ...newerInTexts(object, "definition"),
];

export const newerInTable = (object: Table): readonly Newer[] => [
  ...newerInStorage(object),
  ...newerInTexts(object, "partitionKey", "partitionBound"),
];

/** A body that is a string is looked into when it runs. */
export const newerInRoutine = (object: Routine): readonly Newer[] =>
  newerInTexts(object, "parameters", ...(object.standardBody ? (["body"] as const) : []));

export const newerInCollation = (object: Collation): readonly Newer[] => [
  ...since(16, "collations with rules of their own", object.rules !== null),
  ...since(17, "collations that are the server's own (provider builtin)", object.provider === "builtin"),
  ...since(
    18,
    "locales called PG_UNICODE_FAST",
    object.provider === "builtin" && object.locale === "PG_UNICODE_FAST",
  ),
];

export const newerInPublication = (object: Publication): readonly Newer[] => [
  ...since(
    15,
    "publications with lists of columns or filters of rows",
    object.tables.some(({ columns, where }) => columns !== null || where !== null),
    "tables",
  ),
  ...since(15, "publications of schemas", object.schemas.length > 0, "schemas"),
  ...newerInTexts(object, "tables"),
  ...since(18, "publications of generated columns", object.generatedColumns === "stored", "generatedColumns"),
];

export const newerInEventTrigger = (object: EventTrigger): readonly Newer[] =>
  since(17, "event triggers that fire at login", object.event === "login");

export const newerInBaseType = (object: BaseType): readonly Newer[] =>
  since(
    18,
    "grants on types that are only announced",
    object.definition === null && object.privileges !== null,
    "privileges",
  );
