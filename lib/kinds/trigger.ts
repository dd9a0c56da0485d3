import { qualify, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf, visible } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment } from "./catalog-sql";
import type { ObjectFinding } from "./finding";
import {
  disabledFinding,
  type FiringState,
  firingState,
  firingStateWords,
  firingWords,
} from "./firing-state";
import type { CatalogView, Kind, Sides } from "./kind";
import { newerInTexts } from "./newer/newer-words";
import { setComment } from "./ownership/ownership";
import { partitionsToCome, sayOfPart } from "./partitions/on-partition";
import {
  changePartitionComments,
  joinTriggerComments,
  type PartitionComments,
  triggerOnPartition,
} from "./partitions/partition-comments";
import { routineName } from "./routines/routine-sql";
import { rootsOf } from "./tables/table-parents";
import { replaceName } from "./texts/renaming";
import { triggerArguments, triggerCondition } from "./trigger-sql";

/** A trigger that someone made. Those behind foreign keys and those cloned onto partitions belong to others. */
export interface Trigger extends Identity {
  readonly kind: "trigger";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table" | "foreign table" | "view";
  readonly timing: "before" | "after" | "instead of";
  readonly events: readonly ("insert" | "update" | "delete" | "truncate")[];
  /** `UPDATE OF` these columns, in the order in which they were named; null for every update. */
  readonly updateColumns: readonly string[] | null;
  readonly level: "row" | "statement";
  /** The WHEN expression, as the server prints it. */
  readonly condition: string | null;
  /** Qualified and quoted. */
  readonly function: string;
  /** Constants passed to the function. */
  readonly functionArguments: readonly string[];
  readonly oldTable: string | null;
  readonly newTable: string | null;
  readonly constraint: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** The other table of a constraint trigger. */
  readonly references: { readonly schema: string; readonly table: string } | null;
  readonly enabled: FiringState;
  /** Partitions on which the trigger fires otherwise than on the partitioned table. */
  readonly partitionStates:
    | readonly {
        readonly schema: string;
        readonly table: string;
        readonly name: string;
        readonly enabled: FiringState;
      }[]
    | null;
  /** Comments on the trigger as partitions have it. */
  readonly partitionComments: PartitionComments;
  readonly comment: string | null;
}

const relationOf = (trigger: Trigger): string => qualify(trigger.schema, trigger.table);

const target = (trigger: Trigger): string =>
  `TRIGGER ${quoteIdentifier(trigger.name)} ON ${relationOf(trigger)}`;

export const trigger: Kind<Trigger> = {
  kind: "trigger",
  label: "trigger",
  plural: "triggers",
  presence: "pg_catalog.pg_trigger WHERE NOT tgisinternal",
  // tgtype is a set of bits: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate, 64 instead of (pg_trigger.h).
  query: (_, inherits) => /* sql */ `
    SELECT 'trigger' AS kind, n.nspname AS schema, c.relname AS table, t.tgname AS name,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS relation,
           CASE WHEN t.tgtype & 64 <> 0 THEN 'instead of' WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END AS timing,
           pg_catalog.array_remove(ARRAY[CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END,
             CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END], NULL) AS events,
           (SELECT pg_catalog.array_agg(a.attname::text ORDER BY u.place) FROM pg_catalog.unnest(t.tgattr::int2[]) WITH ORDINALITY AS u(number, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.number) AS "updateColumns",
           CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END AS level,
           ${triggerCondition} AS condition, ${routineName("t.tgfoid")} AS function, ${triggerArguments} AS "functionArguments",
           t.tgoldtable AS "oldTable", t.tgnewtable AS "newTable", t.tgconstraint <> 0 AS constraint,
           t.tgdeferrable AS deferrable, t.tginitdeferred AS "initiallyDeferred",
           CASE WHEN t.tgconstrrelid <> 0 THEN (
             SELECT pg_catalog.json_build_object('schema', rn.nspname, 'table', r.relname)
             FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = t.tgconstrrelid) END AS references,
           ${firingState("t.tgenabled")} AS enabled,
           CASE WHEN c.relkind = 'p' THEN (
             WITH RECURSIVE clones AS (
               SELECT k.oid, k.tgrelid, k.tgname, k.tgenabled FROM pg_catalog.pg_trigger k WHERE k.tgparentid = t.oid
               UNION ALL SELECT k.oid, k.tgrelid, k.tgname, k.tgenabled FROM clones JOIN pg_catalog.pg_trigger k ON k.tgparentid = clones.oid)
             SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', kn.nspname, 'table', kc.relname, 'name', k.tgname,
                      'enabled', ${firingState("k.tgenabled")}) ORDER BY kn.nspname, kc.relname, k.tgname)
             FROM clones k JOIN pg_catalog.pg_class kc ON kc.oid = k.tgrelid JOIN pg_catalog.pg_namespace kn ON kn.oid = kc.relnamespace
             WHERE k.tgenabled <> t.tgenabled) END AS "partitionStates",
           parts.list AS "partitionComments",
           d.description AS comment, ${address("pg_trigger", "t.oid")} AS address,
           CASE WHEN t.tgconstraint <> 0 THEN ARRAY[${address("pg_constraint", "t.tgconstraint")}] END AS aliases
    FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    ${joinTriggerComments("parts", "t.oid", inherits)}
    ${joinComment("d", "pg_trigger", "t.oid")}
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    timing: (expected, actual) => replace(expected, actual),
    events: (expected, actual) => replace(expected, actual),
    updateColumns: (expected, actual) => replace(expected, actual),
    level: (expected, actual) => replace(expected, actual),
    condition: (expected, actual) => replace(expected, actual),
    function: (expected, actual) => replace(expected, actual),
    functionArguments: (expected, actual) => replace(expected, actual),
    oldTable: (expected, actual) => replace(expected, actual),
    newTable: (expected, actual) => replace(expected, actual),
    constraint: "recreate",
    deferrable: "recreate",
    initiallyDeferred: "recreate",
    references: "recreate",
    enabled: changeFiring,
    partitionStates: changeFiring,
    partitionComments: (expected, actual) =>
      changePartitionComments(expected, expected.partitionComments, actual.partitionComments),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["condition"],
  newer: (object) => newerInTexts(object, "condition"),
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      timing: "high",
      events: "high",
      updateColumns: "high",
      level: "high",
      condition: "high",
      function: "high",
      functionArguments: "high",
      enabled: "high",
      partitionStates: "high",
      partitionComments: "info",
      oldTable: "low",
      newTable: "low",
      comment: "info",
    },
  },
  words: {
    updateColumns: "update of columns",
    functionArguments: "function arguments",
    oldTable: "old transition table",
    newTable: "new transition table",
    initiallyDeferred: "initially deferred",
    partitionStates: "enabled on partitions",
    partitionComments: "comments on partitions",
    constraint: "constraint trigger",
    condition: "condition (WHEN)",
  },
  valueWords: {
    enabled: firingStateWords,
    updateColumns: { null: "any column" },
    partitionStates: firingStateWords,
  },
  addresses: ["references"],
  why: {
    missing: "What the trigger did on each write (a stamp, an audit row, a check) is no longer done.",
    unexpected: "Every write it fires on does something that the source does not know of.",
    enabled: "A disabled trigger stays in place and does nothing: writes go unaudited or unchecked.",
    partitionStates: "Writes to some partitions are treated otherwise than writes to the others.",
    events: "The trigger fires on other writes than the source says.",
    condition: "The trigger fires for other rows than the source says.",
    function: "Another function runs on each write than the source says.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  namedWithinParent: true,
  // Its only ties to columns are WHEN and UPDATE OF, and both refuse (0A000).
  rebuildWhenDependencyChanges: true,
  takesAlong: (expected, _, sides) =>
    partitionsToCome(
      [
        expected?.partitionComments ?? null,
        (expected?.partitionStates ?? []).map(({ schema, table }) => ({ schema, table, name: null })),
      ],
      sides,
    ),
  findings: disabled,
  // OLD and NEW stand before the column's name.
  afterRename: (object, { from, to }) =>
    object.condition === null || from.table === undefined
      ? object
      : {
          ...object,
          condition: ["old", "new"].reduce(
            (text, row) => replaceName(text, row, from.name, to.name),
            object.condition,
          ),
        },
  create: (object) => [
    make(object, false),
    ...(object.enabled === "origin" && object.partitionStates === null
      ? []
      : changeFiring(object, { ...object, enabled: "origin", partitionStates: null })),
    ...changePartitionComments(object, object.partitionComments, null),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object), { lock: "ACCESS EXCLUSIVE" })],
};

function make(object: Trigger, orReplace: boolean): Statement {
  const events = object.events.map((event) =>
    event === "update" && object.updateColumns !== null
      ? `UPDATE OF ${object.updateColumns.map(quoteIdentifier).join(", ")}`
      : event.toUpperCase(),
  );
  const transition = [
    ...(object.oldTable === null ? [] : [`OLD TABLE AS ${quoteIdentifier(object.oldTable)}`]),
    ...(object.newTable === null ? [] : [`NEW TABLE AS ${quoteIdentifier(object.newTable)}`]),
  ];
  const timing = !object.constraint
    ? []
    : object.deferrable
      ? [`DEFERRABLE INITIALLY ${object.initiallyDeferred ? "DEFERRED" : "IMMEDIATE"}`]
      : ["NOT DEFERRABLE"];
  const sql = [
    `CREATE ${orReplace ? "OR REPLACE " : ""}${object.constraint ? "CONSTRAINT " : ""}TRIGGER ${quoteIdentifier(object.name)}`,
    `${object.timing.toUpperCase()} ${events.join(" OR ")} ON ${relationOf(object)}`,
    ...(object.references === null
      ? []
      : [`FROM ${qualify(object.references.schema, object.references.table)}`]),
    ...timing,
    ...(transition.length === 0 ? [] : [`REFERENCING ${transition.join(" ")}`]),
    `FOR EACH ${object.level.toUpperCase()}`,
    ...(object.condition === null ? [] : [`WHEN (${object.condition})`]),
    `EXECUTE FUNCTION ${object.function}(${object.functionArguments.map(quoteLiteral).join(", ")})`,
  ].join(" ");
  return statement(sql, identityOf(object), {
    lock: "SHARE ROW EXCLUSIVE",
    hazards: [{ code: "blocks-writes", detail: relationOf(object) }],
    after: object.references === null ? [] : [{ kind: "table", ...nameOf(object.references) }],
  });
}

const nameOf = (relation: {
  readonly schema: string;
  readonly table: string;
}): { schema: string; name: string } => ({
  schema: relation.schema,
  name: relation.table,
});

/** OR REPLACE knows no constraint triggers (0A000), and it sets the firing state back to the usual. */
function replace(expected: Trigger, actual: Trigger): readonly Statement[] | "recreate" {
  if (expected.constraint || actual.constraint) return "recreate";
  const usual = { ...expected, enabled: "origin", partitionStates: null } as const;
  const special = expected.enabled !== "origin" || expected.partitionStates !== null;
  return [make(expected, true), ...(special ? changeFiring(expected, usual) : [])];
}

/** The state of a partitioned table goes down to its partitions (from PostgreSQL 15), so what differs there is set after it. */
function changeFiring(expected: Trigger, actual: Trigger, sides?: Sides): readonly Statement[] {
  const set = (relation: Identity, name: string, state: FiringState, only = ""): Statement =>
    statement(
      `ALTER TABLE ${only}${qualify(relation.schema, relation.name)} ${firingWords[state]} TRIGGER ${quoteIdentifier(name)}`,
      identityOf(expected),
      { lock: "SHARE ROW EXCLUSIVE", after: [relation] },
    );
  const partition = (state: { readonly schema: string; readonly table: string }): Identity => ({
    kind: "table",
    ...nameOf(state),
  });
  const wanted = expected.partitionStates ?? [];
  const same = (a: { schema: string; table: string }, b: { schema: string; table: string }): boolean =>
    a.schema === b.schema && a.table === b.table;
  const reset = (actual.partitionStates ?? []).filter((state) => !wanted.some((other) => same(other, state)));
  return [
    set(
      { kind: expected.relation, schema: expected.schema, name: expected.table },
      expected.name,
      expected.enabled,
    ),
    ...reset.map((state) =>
      // A partition that nobody expects, or not below this table, may be gone by then, or have no such trigger any more.
      sides !== undefined && !isBelow(partition(state), expected, sides.expected)
        ? setOnPartition(expected, state)
        : set(partition(state), state.name, expected.enabled, "ONLY "),
    ),
    ...wanted.map((state) => set(partition(state), state.name, state.enabled, "ONLY ")),
  ];
}

const isBelow = (partition: Identity, { schema, table }: Trigger, side: CatalogView): boolean =>
  rootsOf(partition, side).some((root) => root.schema === schema && root.name === table);

const setOnPartition = (
  root: Trigger,
  { schema, table }: { readonly schema: string; readonly table: string },
): Statement => {
  const part = { schema, table, name: null };
  const alter = `ALTER TABLE ONLY ${qualify(schema, table)} ${firingWords[root.enabled]} TRIGGER `;
  return sayOfPart(root, part, triggerOnPartition(root, part), [[alter, ""]], {
    lock: "SHARE ROW EXCLUSIVE",
  });
};

/** A trigger that is switched off, everywhere or on some partitions. */
function disabled(object: Trigger): readonly ObjectFinding[] {
  const off = (object.partitionStates ?? []).filter(({ enabled }) => enabled === "disabled");
  if (object.enabled === "disabled")
    return [disabledFinding(object, changeFiring({ ...object, enabled: "origin" }, object))];
  return off.map((state) => ({
    ...disabledFinding(
      object,
      changeFiring({ ...object, partitionStates: null }, { ...object, partitionStates: [state] }).slice(1),
    ),
    says: `is switched off on the partition ${visible(`${state.schema}.${state.table}`)}`,
    attribute: "partitionStates",
    detail: JSON.stringify([state.schema, state.table]),
  }));
}
