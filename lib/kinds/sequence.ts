import { qualify, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { displayName, type Identity, identityKey, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, catalogOid, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import type { Column } from "./column";
import type { CatalogView, Kind, Sides } from "./kind";
import { newerInSequence } from "./newer/newer";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { askWhere } from "./preflight/preflight";
import { isElsewhere, newBeginning } from "./sequence-bounds";

/** A sequence of its own or of a serial column. The hidden sequence of an identity column belongs to that column. */
export interface Sequence extends Identity {
  readonly kind: "sequence";
  readonly schema: string;
  readonly type: string;
  /** 64-bit numbers, as text. */
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly persistence: "permanent" | "unlogged";
  /** The column whose end is the sequence's end too. */
  readonly ownedBy: { readonly schema: string; readonly table: string; readonly column: string } | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (sequence: Identity): string => `SEQUENCE ${qualify(sequence.schema, sequence.name)}`;

const options = (sequence: Sequence): string =>
  `AS ${sequence.type} INCREMENT BY ${sequence.increment} MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum}` +
  ` START WITH ${sequence.start} CACHE ${sequence.cache}${sequence.cycle ? " CYCLE" : " NO CYCLE"}`;

/** All options in one statement: changing them one by one can pass through a combination that is refused. */
const alterOptions = (expected: Sequence, actual: Sequence): readonly Statement[] => [
  ...moveIntoBounds(expected, actual),
  statement(
    `ALTER ${target(expected)} ${options(expected)}${isElsewhere(expected, actual) ? " RESTART" : ""}`,
    expected,
    {
      lock: "SHARE ROW EXCLUSIVE",
      ...numberWithin(expected, actual),
    },
  ),
];

/** Postgres does not let the number that a sequence has reached lie beyond its bounds (22023). */
function numberWithin(expected: Sequence, actual: Sequence): Partial<Statement> {
  const [least, greatest] = [BigInt(expected.minimum), BigInt(expected.maximum)];
  if (least <= BigInt(actual.minimum) && greatest >= BigInt(actual.maximum)) return {};
  const question = `Has ${displayName(actual)} given a number outside of ${least} to ${greatest}?`;
  return {
    hazards: [{ code: "may-fail-on-data", detail: "the number it has reached" }],
    preflight: [
      askWhere(
        question,
        identityOf(actual),
        `is_called AND last_value NOT BETWEEN ${least} AND ${greatest}`,
        {
          cost: "index",
        },
      ),
    ],
  };
}

function moveIntoBounds(expected: Sequence, actual: Sequence): readonly Statement[] {
  const beginning = newBeginning(expected, actual);
  if (beginning === null) return [];
  const { bound, beyond } = beginning;
  const sequence = qualify(expected.schema, expected.name);
  return [
    statement(
      `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, ${bound}, false) FROM ${sequence} WHERE last_value ${beyond} ${bound}`,
      expected,
    ),
  ];
}

const ownedBy = (sequence: Sequence, after: readonly Identity[] = []): Statement =>
  statement(
    `ALTER ${target(sequence)} OWNED BY ${
      sequence.ownedBy === null
        ? "NONE"
        : `${qualify(sequence.ownedBy.schema, sequence.ownedBy.table)}.${quoteIdentifier(sequence.ownedBy.column)}`
    }`,
    sequence,
    {
      lock: "SHARE ROW EXCLUSIVE",
      after: [...owningColumn(sequence), ...after],
      afterAll: owningTable(sequence),
    },
  );

/** To be given to another owner a sequence must be nobody's, and it is tied to a table of its own owner only (55000). */
function changeTable(expected: Sequence, actual: Sequence, sides: Sides): readonly Statement[] {
  const comes = ownedBy(expected, tableToChange(expected, sides.expected, sides.actual, ["owner"]));
  if (staysWithTable(expected, actual) || expected.owner === null || expected.owner === actual.owner)
    return [comes];
  return [
    ...(actual.ownedBy === null ? [] : [ownedBy({ ...expected, ownedBy: null })]),
    ...alterOwner(target(expected), expected, expected.owner),
    ...(expected.ownedBy === null ? [] : [comes]),
  ];
}

const staysWithTable = (expected: Sequence, actual: Sequence): boolean =>
  tableKey(expected) === tableKey(actual);

const tableKey = (sequence: Sequence): string => owningTable(sequence).map(identityKey).join();

/** Postgres ties a sequence to a table of the same owner only (55000). Foreign tables have columns with numbers too. */
const owningTable = ({ ownedBy }: Sequence): readonly Identity[] =>
  ownedBy === null
    ? []
    : [
        { kind: "table", schema: ownedBy.schema, name: ownedBy.table },
        { kind: "foreign table", schema: ownedBy.schema, name: ownedBy.table },
      ];

/** The owning table where it gets another owner, which is the sequence's, or becomes logged or unlogged, which takes it along. */
const tableToChange = (
  sequence: Sequence,
  expected: CatalogView,
  actual: CatalogView | undefined,
  attributes: readonly ("owner" | "persistence")[],
): readonly Identity[] =>
  owningTable(sequence).filter((table) => {
    const [wanted, present] = [expected.get(table), actual?.get(table)];
    return (
      present !== undefined && attributes.some((one) => (wanted?.[one] ?? present[one]) !== present[one])
    );
  });

const owningColumn = (sequence: Sequence): readonly Identity[] =>
  sequence.ownedBy === null
    ? []
    : [
        {
          kind: "column",
          schema: sequence.ownedBy.schema,
          table: sequence.ownedBy.table,
          name: sequence.ownedBy.column,
        },
      ];

/** The identity column, to become a serial one, behind which the database has a sequence of that name: no object of its own. */
const behindIdentity = (sequence: Sequence, actual: CatalogView) =>
  owningColumn(sequence)
    .filter((column) => {
      const name = (actual.get(column) as Column | undefined)?.identitySequence;
      return name != null && name.schema === sequence.schema && name.name === sequence.name;
    })
    .map((column) => ({
      object: column,
      attribute: "identity",
      needed: "Its name is that of the sequence behind",
    }));

export const sequence: Kind<Sequence> = {
  kind: "sequence",
  label: "sequence",
  plural: "sequences",
  presence: "pg_catalog.pg_sequence",
  query: () => /* sql */ `
    SELECT 'sequence' AS kind, n.nspname AS schema, c.relname AS name,
           pg_catalog.format_type(s.seqtypid, NULL) AS type,
           s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS minimum,
           s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
           CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
           CASE WHEN dep.refobjid IS NULL THEN NULL ELSE
             pg_catalog.json_build_object('schema', tn.nspname, 'table', t.relname, 'column', a.attname) END AS "ownedBy",
           ${roleName("c.relowner")} AS owner, ${privileges("c.relacl", "s", "c.relowner")} AS privileges,
           d.description AS comment, ${address("pg_class", "c.oid")} AS address
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_depend dep
      ON dep.classid = ${catalogOid.pg_class} AND dep.objid = c.oid AND dep.objsubid = 0
     AND dep.refclassid = ${catalogOid.pg_class} AND dep.refobjsubid > 0 AND dep.deptype IN ('a', 'i')
    LEFT JOIN pg_catalog.pg_class t ON t.oid = dep.refobjid
    LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = dep.refobjid AND a.attnum = dep.refobjsubid
    ${joinComment("d", "pg_class", "c.oid")}
    WHERE ${isUserSchema("n")} AND c.relpersistence <> 't' AND dep.deptype IS DISTINCT FROM 'i'`,
  attributes: {
    type: alterOptions,
    start: alterOptions,
    increment: alterOptions,
    minimum: alterOptions,
    maximum: alterOptions,
    cache: alterOptions,
    cycle: alterOptions,
    persistence: (expected) => [
      statement(
        `ALTER ${target(expected)} SET ${expected.persistence === "unlogged" ? "UNLOGGED" : "LOGGED"}`,
        expected,
        {
          lock: "ACCESS EXCLUSIVE",
        },
      ),
    ],
    ownedBy: changeTable,
    // A column's sequence has the owner of the column's table and follows it (0A000 when asked to go by itself).
    owner: (expected, actual) =>
      expected.ownedBy === null && actual.ownedBy === null
        ? alterOwner(target(expected), expected, expected.owner)
        : [],
    // The owner changes with the table's: what it hands over is granted after that.
    privileges: (expected, actual) =>
      changeGrants(target(expected), expected, actual).map((one) => ({
        ...one,
        after: staysWithTable(expected, actual) ? owningTable(actual) : [],
      })),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class"],
  texts: [],
  newer: newerInSequence,
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: {
      type: "high",
      maximum: "high",
      increment: "medium",
      owner: "info",
      privileges: "medium",
      comment: "info",
    },
  },
  words: { ownedBy: "owned by" },
  addresses: ["ownedBy"],
  why: {
    missing: "Defaults that take their numbers from it cannot work.",
    maximum: "Inserts fail when the sequence reaches its end (2200H).",
    type: "Inserts fail when the sequence reaches the end of its type (2200H).",
  },
  parent: (object) => owningColumn(object)[0] ?? null,
  comesWith: (object, _, attributes) => (attributes?.includes("owner") ? owningTable(object) : []),
  takesAlong: (expected, actual, sides) =>
    expected !== undefined && actual === undefined ? behindIdentity(expected, sides.actual) : [],
  createdBeforeParent: true,
  keepsData: true,
  defaultGrants: { objectType: "sequences", initial: {}, target: target },
  findings: (object) => grantedToPublic(object, target(object)),
  create: (object, side, actual) => [
    statement(
      `CREATE ${object.persistence === "unlogged" ? "UNLOGGED " : ""}${target(object)} ${options(object)}`,
      object,
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object), grant: target(object) }),
    ...(object.ownedBy === null
      ? []
      : [
          {
            ...ownedBy(object, tableToChange(object, side, actual, ["owner", "persistence"])),
            lock: null,
          },
        ]),
  ],
  drop: (object) => [
    statement(`DROP ${target(object)}`, object, {
      lock: "ACCESS EXCLUSIVE",
      hazards: [{ code: "data-loss", detail: "the number it has reached" }],
    }),
  ],
};
