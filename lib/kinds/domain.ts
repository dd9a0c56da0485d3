import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf, visible } from "../postgres/identity";
import { type Preflight, type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import { isMadeUpNotNull, notNullName, notNullNamesTell } from "./columns/not-null-name";
import { notValidFinding } from "./finding";
import type { CatalogView, Kind, Replacement, Sides } from "./kind";
import { lettingGoInAll, mutual, withoutMutual } from "./mutual";
import { newerInDomain } from "./newer/newer";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { isHeldInside, nullsIn, violationsOf } from "./preflight/domain-preflight";
import { everyoneUses } from "./types/data-type";
import { nameAside, rowsRestOn } from "./types/rows-in-use";
import { mayTakeOnlyAsExpected, unfitForValues } from "./types/written-values";

export interface DomainConstraint {
  readonly name: string;
  /** As pg_get_constraintdef prints it, without NOT VALID. */
  readonly definition: string;
  readonly validated: boolean;
  readonly comment: string | null;
}

export interface Domain extends Identity {
  readonly kind: "domain";
  readonly schema: string;
  /** As format_type prints it, with its modifier. */
  readonly baseType: string;
  /** Qualified; null for the base type's own. */
  readonly collation: string | null;
  readonly default: string | null;
  readonly notNull: boolean;
  /** The name of the constraint that NOT NULL is since PostgreSQL 17. */
  readonly notNullConstraint: string | null;
  readonly notNullComment: string | null;
  /** CHECK constraints by name. */
  readonly constraints: readonly DomainConstraint[];
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (domain: Identity): string => `DOMAIN ${qualify(domain.schema, domain.name)}`;

const alter = (domain: Domain, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${target(domain)} ${action}`, identityOf(domain), facts);

/** Every column of the domain is read, in whichever table it stands. */
const checksRows = (domain: Domain, preflight: readonly Preflight[]): Partial<Statement> => ({
  lock: "SHARE",
  alsoLocks: preflight.map(({ table }) => ({ relation: table, mode: "SHARE" })),
  scan: true,
  preflight,
  hazards: [
    { code: "may-fail-on-data", detail: `columns of ${qualify(domain.schema, domain.name)}` },
    { code: "table-scan", detail: `tables with columns of ${qualify(domain.schema, domain.name)}` },
  ],
});

export const domain: Kind<Domain> = {
  kind: "domain",
  label: "domain",
  plural: "domains",
  presence: "pg_catalog.pg_type WHERE typtype = 'd' AND oid >= 16384",
  query: (major) => /* sql */ `
    SELECT 'domain' AS kind, n.nspname AS schema, t.typname AS name,
           pg_catalog.format_type(t.typbasetype, t.typtypmod) AS "baseType",
           CASE WHEN t.typcollation <> b.typcollation THEN (
             SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
             FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
             WHERE co.oid = t.typcollation) END AS collation,
           pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS default, t.typnotnull AS "notNull",
           ${major >= 17 ? "nn.conname" : "NULL"} AS "notNullConstraint", ${major >= 17 ? "nd.description" : "NULL"} AS "notNullComment",
           coalesce(k.constraints, '[]'::json) AS constraints,
           ${roleName("t.typowner")} AS owner, ${privileges("t.typacl", "T", "t.typowner")} AS privileges,
           d.description AS comment, ${address("pg_type", "t.oid")} AS address,
           ARRAY[${address("pg_type", "t.typarray")}] || k.addresses AS aliases
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    LEFT JOIN (
      SELECT k.contypid, pg_catalog.array_agg(${address("pg_constraint", "k.oid")}) AS addresses,
             pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname,
               'definition', pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
               'validated', k.convalidated, 'comment', kd.description) ORDER BY k.conname) AS constraints
      FROM pg_catalog.pg_constraint k ${joinComment("kd", "pg_constraint", "k.oid")}
      WHERE k.contypid <> 0 AND k.contype = 'c' GROUP BY k.contypid) k ON k.contypid = t.oid
    ${major < 17 ? "" : `LEFT JOIN pg_catalog.pg_constraint nn ON nn.contypid = t.oid AND nn.contype = 'n' ${joinComment("nd", "pg_constraint", "nn.oid")}`}
    ${joinComment("d", "pg_type", "t.oid")}
    WHERE t.typtype = 'd' AND ${isUserSchema("n")}`,
  attributes: {
    baseType: (expected, actual, sides) => replaceUnderRows(expected, actual, sides),
    collation: (expected, actual, sides) => replaceUnderRows(expected, actual, sides),
    default: (expected) => [
      alter(expected, expected.default === null ? "DROP DEFAULT" : `SET DEFAULT ${expected.default}`),
    ],
    notNull: (expected, actual, sides) => {
      if (!expected.notNull) return [alter(expected, "DROP NOT NULL")];
      if (isHeldInside(actual, sides.actual)) return replaceUnderRows(expected, actual, sides);
      const action = isNamed(expected) ? `ADD ${namedNotNull(expected)}` : "SET NOT NULL";
      return [alter(expected, action, checksRows(expected, nullsIn(actual, sides.actual)))];
    },
    notNullConstraint: (expected, actual) => [
      alter(expected, `RENAME CONSTRAINT ${constraintName(actual)} TO ${constraintName(expected)}`),
    ],
    // Renamed before, where a name was chosen.
    notNullComment: (expected, actual) =>
      commentNotNull(
        actual.notNull && !notNullNamesTell(expected, actual)
          ? { ...expected, notNullConstraint: actual.notNullConstraint }
          : expected,
      ),
    constraints: (expected, actual, sides) => {
      const statements = changeConstraints(
        expected,
        actual.constraints,
        sides.actual,
        calledBack(expected, sides.expected),
      );
      return statements.some(({ scan }) => scan) && isHeldInside(actual, sides.actual)
        ? replaceUnderRows(expected, actual, sides)
        : statements;
    },
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(target(expected), expected, actual, { initial: everyoneUses }),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_type"],
  texts: ["default", "constraints"],
  newer: newerInDomain,
  comparable: { notNullConstraint: notNullNamesTell },
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: {
      baseType: "critical",
      notNull: "high",
      notNullConstraint: "low",
      notNullComment: "info",
      constraints: "high",
      owner: "info",
      privileges: "medium",
      comment: "info",
    },
  },
  words: {
    baseType: "base type",
    notNull: "not null",
    notNullConstraint: "name of its not-null constraint",
    notNullComment: "comment on its not-null constraint",
  },
  valueWords: { collation: { null: "the base type's own" } },
  why: {
    missing: "Columns and functions of this type cannot be created.",
    baseType: "Every column of the domain stores another type than the code expects.",
    constraints:
      "The domain lets in values that the code takes to be impossible, or refuses values that it writes (23514).",
    notNull: "Every column of the domain lets in nulls on one side and refuses them on the other (23502).",
  },
  defaultGrants: { objectType: "types", initial: everyoneUses, target: target },
  findings: (object, side) => [
    ...grantedToPublic(object, target(object), everyoneUses),
    ...object.constraints
      .filter((constraint) => !constraint.validated)
      .map((constraint) => ({
        ...notValidFinding(object, [
          alter(
            object,
            `VALIDATE CONSTRAINT ${quoteIdentifier(constraint.name)}`,
            checksRows(object, violationsOf(object, constraint, side)),
          ),
        ]),
        says: `has the constraint ${visible(constraint.name)}, which is NOT VALID`,
        attribute: "constraints",
        detail: constraint.name,
      })),
  ],
  neededBy: mayTakeOnlyAsExpected,
  unfitFor: unfitForValues,
  securityLabel: labelOfWhole(target),
  create: (object, side) => create(object, side),
  replacement: (expected, actual, sides) => {
    const found = replaceUnderRows(expected, actual, sides);
    return found === "recreate" ? null : found;
  },
  letGo: (expected, actual, dependency, side) => letGoOfTexts(expected ?? actual, actual, dependency, side),
  drop: (object, actual) => [
    ...dropChecks(object, actual),
    statement(`DROP ${target(object)}`, identityOf(object)),
  ],
};

const constraintName = (domain: Domain): string => quoteIdentifier(notNullName(domain));

const namedNotNull = (domain: Domain): string => `CONSTRAINT ${constraintName(domain)} NOT NULL`;

/** A comment has to know what its constraint is called. */
const isNamed = (domain: Domain): boolean => !isMadeUpNotNull(domain) || domain.notNullComment != null;

const commentNotNull = (domain: Domain): readonly Statement[] =>
  domain.notNull
    ? [setComment(`CONSTRAINT ${constraintName(domain)} ON ${target(domain)}`, domain, domain.notNullComment)]
    : [];

/** Functions that rest on the domain whose constraints call them. */
const calledBack = (object: Domain, side: CatalogView): readonly Identity[] =>
  mutual(
    object,
    object.constraints.map(({ definition }) => definition),
    side,
  );

const calls = (constraint: DomainConstraint, functions: readonly Identity[]): boolean =>
  functions.some(({ name }) => constraint.definition.includes(name));

/** Takes off what calls functions that rest on the domain, so that these can go before it. */
function dropChecks(actual: Domain, side: CatalogView, more: readonly Identity[] = []): readonly Statement[] {
  const functions = calledBack(actual, side);
  const taken = actual.constraints
    .filter((constraint) => calls(constraint, functions))
    .map(({ name }) => alter(actual, `DROP CONSTRAINT ${quoteIdentifier(name)}`));
  return lettingGoInAll(taken, functions).map((one) => ({
    ...one,
    ...withoutMutual([...functions, ...more]),
  }));
}

function create(
  object: Domain,
  side: CatalogView,
  functions: readonly Identity[] = calledBack(object, side),
): readonly Statement[] {
  const later = object.constraints.filter(
    (constraint) => !constraint.validated || calls(constraint, functions),
  );
  const inline = object.constraints.filter((constraint) => !later.includes(constraint));
  return [
    ...[
      statement(`CREATE ${target(object)} AS ${definition(object, inline)}`, identityOf(object)),
      ...afterCreate(object, {
        alter: target(object),
        comment: target(object),
        grant: target(object),
        initial: everyoneUses,
      }),
      ...(object.notNullComment == null ? [] : commentNotNull(object)),
    ].map((one) => ({ ...one, ...withoutMutual(functions) })),
    ...changeConstraints(
      object,
      inline.map((constraint) => ({ ...constraint, comment: null })),
      side,
      functions,
    ).map((made) => ({ ...made, lock: null, scan: false, hazards: [], preflight: [] })),
  ];
}

/**
 * What lies beneath a domain never changes: a new one takes its place, and the old one, moved aside, stays until the
 * columns that are of it were carried over.
 */
function replaceUnderRows(expected: Domain, actual: Domain, sides: Sides): Replacement | "recreate" {
  if (!rowsRestOn(actual, sides.actual)) return "recreate";
  const old = nameAside(actual.name);
  const functions = calledBack(expected, sides.expected);
  return {
    begin: [
      ...dropChecks(actual, sides.actual, functions),
      alter(actual, `RENAME TO ${quoteIdentifier(old)}`, withoutMutual(functions)),
      ...create(expected, sides.actual, functions),
    ],
    end: [statement(`DROP DOMAIN ${qualify(actual.schema, old)}`, actual)],
  };
}

/** Kinds that a domain can rest on by its default and its checks alone, which name them. */
const textsRestOn = new Set(["function", "operator", "sequence"]);

/** What rows rest on need not give way to a new one for the sake of its default or a check, which come off by themselves. */
function letGoOfTexts(expected: Domain, actual: Domain, dependency: Identity, side: CatalogView) {
  if (!textsRestOn.has(dependency.kind) || !rowsRestOn(actual, side)) return null;
  const used = side.dependenciesOf(actual).filter(({ kind }) => textsRestOn.has(kind));
  const named = (text: string | null): boolean => used.some(({ name }) => text?.includes(name));
  const taken = actual.constraints.filter((constraint) => named(constraint.definition));
  const given = named(actual.default);
  const left = actual.constraints.filter((constraint) => !taken.includes(constraint));
  const checks = taken.length === 0 ? [] : changeConstraints(expected, left, side, []);
  // Checks that read rows could not come back (0A000); what rests on the domain itself goes with it.
  const refused = checks.some(({ scan }) => scan) && isHeldInside(actual, side);
  if ((!given && taken.length === 0) || refused || calledBack(actual, side).length > 0) return null;
  return {
    before: [
      ...(given ? [alter(actual, "DROP DEFAULT")] : []),
      ...taken.map(({ name }) => alter(actual, `DROP CONSTRAINT ${quoteIdentifier(name)}`)),
    ],
    after: [
      ...(given && expected.default !== null ? [alter(actual, `SET DEFAULT ${expected.default}`)] : []),
      ...checks,
    ],
  };
}

const definition = (object: Domain, constraints: readonly DomainConstraint[]): string =>
  [
    object.baseType,
    ...(object.collation === null ? [] : [`COLLATE ${object.collation}`]),
    ...(object.default === null ? [] : [`DEFAULT ${object.default}`]),
    ...(!object.notNull ? [] : [isNamed(object) ? namedNotNull(object) : "NOT NULL"]),
    // NOT VALID is refused here; those constraints follow.
    ...constraints.map(
      (constraint) => `CONSTRAINT ${quoteIdentifier(constraint.name)} ${constraint.definition}`,
    ),
  ].join(" ");

function changeConstraints(
  expected: Domain,
  present: readonly DomainConstraint[],
  side: CatalogView,
  /** Those that rest on the domain, and that it is to call. */
  functions: readonly Identity[],
): readonly Statement[] {
  const actual = new Map(present.map((constraint) => [constraint.name, constraint]));
  const wanted = new Map(expected.constraints.map((constraint) => [constraint.name, constraint]));
  // Only VALIDATE changes a constraint in place.
  const stays = (constraint: DomainConstraint): boolean => {
    const other = wanted.get(constraint.name);
    return (
      other !== undefined &&
      other.definition === constraint.definition &&
      (other.validated || !constraint.validated)
    );
  };
  const dropped = present.filter((constraint) => !stays(constraint));
  for (const constraint of dropped) actual.delete(constraint.name);
  return [
    ...dropped.map((constraint) =>
      alter(expected, `DROP CONSTRAINT ${quoteIdentifier(constraint.name)}`, {
        ...withoutMutual(functions),
        hazards: [{ code: "constraint-dropped", detail: constraint.name }],
      }),
    ),
    ...expected.constraints.flatMap((constraint) => {
      const name = quoteIdentifier(constraint.name);
      const before = actual.get(constraint.name);
      const statements: Statement[] = [];
      if (before === undefined) {
        statements.push(
          alter(
            expected,
            `ADD CONSTRAINT ${name} ${constraint.definition}${constraint.validated ? "" : " NOT VALID"}`,
            {
              ...(constraint.validated ? checksRows(expected, violationsOf(expected, constraint, side)) : {}),
              ...(calls(constraint, functions) ? { after: functions, only: "check" } : {}),
            },
          ),
        );
      } else if (constraint.validated && !before.validated) {
        const asked = violationsOf(expected, constraint, side);
        statements.push(alter(expected, `VALIDATE CONSTRAINT ${name}`, checksRows(expected, asked)));
      }
      if (constraint.comment !== (before?.comment ?? null)) {
        statements.push(
          setComment(`CONSTRAINT ${name} ON ${target(expected)}`, expected, constraint.comment),
        );
      }
      return statements;
    }),
  ];
}
