import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { literally } from "../postgres/pattern";
import { type Statement, statement } from "../postgres/statement";
import {
  address,
  columnPrivileges,
  isUserSchema,
  joinComment,
  optionList,
  privileges,
  roleName,
} from "./catalog-sql";
import {
  byColumn,
  changeColumnComments,
  changeColumnPrivileges,
  changedColumns,
} from "./columns/column-entries";
import type { CatalogView, Kind, Sides } from "./kind";
import type { Manual } from "./manual";
import { lettingGoInAll, mutual, withoutMutual } from "./mutual";
import { newerInView } from "./newer/newer";
import { changeOptions, optionsClause } from "./options";
import { filledBefore } from "./ownership/filled-before";
import {
  afterCreate,
  alterOwner,
  changeGrants,
  keepColumnGrants,
  type Privileges,
  setComment,
} from "./ownership/ownership";
import { columnsGrantedToPublic, grantedToPublic } from "./ownership/public-grant";
import { labelOfView } from "./ownership/security-label";
import { changedByPlace, namedByPlace } from "./texts/named-by-place";
import { namesAdded } from "./texts/names-added";
import { namesGone } from "./texts/names-gone";
import { typesBeneath } from "./types/types-beneath";

export interface ViewColumn {
  readonly name: string;
  readonly type: string;
}

export interface View extends Identity {
  readonly kind: "view";
  readonly schema: string;
  /** As pg_get_viewdef prints it, without the closing semicolon. */
  readonly definition: string;
  readonly columns: readonly ViewColumn[];
  /** security_invoker, security_barrier, check_option. */
  readonly options: readonly string[] | null;
  readonly columnDefaults: { readonly [column: string]: string } | null;
  readonly columnComments: { readonly [column: string]: string } | null;
  readonly columnPrivileges: { readonly [column: string]: Privileges } | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (view: Identity): string => `VIEW ${qualify(view.schema, view.name)}`;

/** Name and type of each column in order. A view may have none: `CREATE VIEW v AS SELECT FROM t`. */
export const columnsOf = `coalesce((
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'::json)`;

export const view: Kind<View> = {
  kind: "view",
  label: "view",
  plural: "views",
  presence: "pg_catalog.pg_class WHERE relkind = 'v' AND oid >= 16384",
  query: () => /* sql */ `
    SELECT 'view' AS kind, n.nspname AS schema, c.relname AS name,
           pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') AS definition, ${columnsOf} AS columns,
           ${optionList("c.reloptions")} AS options,
           ${byColumn("pg_catalog.pg_get_expr(ad.adbin, ad.adrelid)", "JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum", "true")} AS "columnDefaults",
           ${byColumn("cd.description", joinComment("cd", "pg_class", "a.attrelid", "a.attnum"), "cd.description IS NOT NULL")} AS "columnComments",
           ${byColumn(columnPrivileges("a.attacl", "c.relowner"), "", "a.attacl IS NOT NULL")} AS "columnPrivileges",
           ${roleName("c.relowner")} AS owner, ${privileges("c.relacl", "r", "c.relowner")} AS privileges,
           d.description AS comment, ${address("pg_class", "c.oid")} AS address,
           ARRAY[${address("pg_rewrite", "r.oid")}, ${address("pg_type", "c.reltype")}]
             || ARRAY(SELECT ${address("pg_attrdef", "ad.oid")} FROM pg_catalog.pg_attrdef ad WHERE ad.adrelid = c.oid) AS aliases
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
    ${joinComment("d", "pg_class", "c.oid")}
    WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    definition: replace,
    columns: replace,
    options: (expected, actual) =>
      changeOptions(target(expected), expected, expected.options, actual.options, lock),
    columnDefaults: (expected, actual) => changeColumnDefaults(expected, actual),
    columnComments: (expected, actual) => changeColumnComments(expected, actual),
    owner: (expected, actual, sides) =>
      alterOwner(target(expected), expected, expected.owner).map((change) => ({
        ...change,
        after: filledBefore(expected, sides.expected, { view: actual, side: sides.actual }),
      })),
    privileges: (expected, actual) => [
      ...changeGrants(`TABLE ${qualify(expected.schema, expected.name)}`, expected, actual),
      ...keepColumnGrants(
        `TABLE ${qualify(expected.schema, expected.name)}`,
        expected,
        actual,
        new Map(Object.entries(expected.columnPrivileges ?? {})),
      ),
    ],
    // What is taken on the whole is taken on each column too, and a new owner has the old one's grants.
    columnPrivileges: (expected, actual) => changeColumnPrivileges(expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class", "pg_type"],
  texts: ["definition", "columnDefaults"],
  queries: () => ["definition"],
  newer: newerInView,
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      definition: "high",
      columns: "high",
      options: "critical",
      columnPrivileges: "high",
      privileges: "high",
      owner: "info",
      comment: "info",
      columnComments: "info",
    },
  },
  words: {
    columnDefaults: "column defaults",
    columnComments: "column comments",
    columnPrivileges: "column privileges",
  },
  why: {
    missing: "Every query on this view fails (42P01: relation does not exist).",
    definition: "The view gives other rows or columns than the code expects.",
    options:
      "Without security_invoker the view reads with its owner's rights and passes by row level security.",
  },
  cannotCreate: (object, sides) => readsItself(object) ?? namedByPlace(object, object.definition, sides),
  rebuildWhenDependencyChanges: true,
  shape: ["columns"],
  growsInPlace: true,
  takesAlong: (expected, actual, sides) => typesBeneath(expected, actual, sides.expected),
  unfitFor: namesGone,
  neededBy: (expected, actual, dependent) => namesAdded(dependent, expected.columns, actual.columns),
  defaultGrants: {
    objectType: "tables",
    initial: {},
    target: (object) => `TABLE ${qualify(object.schema, object.name)}`,
  },
  findings: (object) => [
    ...grantedToPublic(object, `TABLE ${qualify(object.schema, object.name)}`),
    ...columnsGrantedToPublic(object, `TABLE ${qualify(object.schema, object.name)}`),
  ],
  securityLabel: labelOfView(target),
  create: (object, side) => [
    statement(
      `CREATE VIEW ${qualify(object.schema, object.name)}${nameList(object)}${object.options === null ? "" : ` WITH (${optionsClause(object.options)})`} AS\n${object.definition}`,
      identityOf(object),
      withoutMutual(calledBack(object, side)),
    ),
    ...changeColumnDefaults(object, { ...object, columnDefaults: null }),
    ...afterCreate(object, {
      alter: target(object),
      comment: target(object),
      grant: `TABLE ${qualify(object.schema, object.name)}`,
      ownerAfter: filledBefore(object, side),
    }),
    ...changeColumnComments(object, { ...object, columnComments: null }),
    ...changeColumnPrivileges(object, { ...object, columnPrivileges: null }),
  ],
  drop: (object, actual) => [
    ...dropDefaults(object, actual),
    statement(`DROP ${target(object)}`, identityOf(object), lock),
  ],
};

/** OR REPLACE lets a view read itself, and CREATE has nothing that it could read. */
function readsItself(object: View): string | null {
  const itself = literally(qualify(object.schema, object.name));
  return new RegExp(String.raw`(?:FROM|JOIN|,)\s+\(*${itself}(?![\w$."(])`).test(object.definition)
    ? "It reads itself, which every query of it fails with (42P17: infinite recursion), and which only replacing it brought about."
    : null;
}

/** Functions that read the view whose column defaults call them. */
const calledBack = (object: View, side: CatalogView): readonly Identity[] =>
  mutual(object, Object.values(object.columnDefaults ?? {}), side);

/** Takes off the defaults whose functions read the view, so that these can go before it. */
function dropDefaults(object: View, side: CatalogView): readonly Statement[] {
  const functions = calledBack(object, side);
  if (functions.length === 0) return [];
  return lettingGoInAll(changeColumnDefaults({ ...object, columnDefaults: null }, object), functions);
}

const lock = { lock: "ACCESS EXCLUSIVE" } as const;

/** The column names as CREATE takes them: ` (a, b)`. */
export const nameList = (object: { readonly columns: readonly ViewColumn[] }): string =>
  object.columns.length === 0
    ? ""
    : ` (${object.columns.map((column) => quoteIdentifier(column.name)).join(", ")})`;

/** OR REPLACE may only add columns at the end (42P16); anything else is drop and create. */
function replace(expected: View, actual: View, sides: Sides): readonly Statement[] | "recreate" | Manual {
  const byPlace = changedByPlace(expected, expected.definition, sides);
  if (byPlace !== null) return byPlace;
  const keeps = actual.columns.every((column, index) => {
    const same = expected.columns[index];
    return same !== undefined && same.name === column.name && same.type === column.type;
  });
  if (!keeps) return "recreate";
  return [
    statement(
      `CREATE OR REPLACE VIEW ${qualify(expected.schema, expected.name)}${nameList(expected)}${expected.options === null ? "" : ` WITH (${optionsClause(expected.options)})`} AS\n${expected.definition}`,
      identityOf(expected),
      lock,
    ),
  ];
}

function changeColumnDefaults(expected: View, actual: View): readonly Statement[] {
  return changedColumns(expected.columnDefaults, actual.columnDefaults).map((name) => {
    const value = expected.columnDefaults?.[name];
    return statement(
      `ALTER ${target(expected)} ALTER COLUMN ${quoteIdentifier(name)} ${value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${value}`}`,
      identityOf(expected),
      lock,
    );
  });
}
