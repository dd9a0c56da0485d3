import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, catalogOid, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** A family of operator classes; `arguments` is the index access method. */
export interface OperatorFamily extends Identity {
  readonly kind: "operator family";
  readonly schema: string;
  readonly arguments: string;
  /** Operators and functions that belong to no class of it, as ALTER OPERATOR FAMILY … ADD writes them. */
  readonly members: readonly string[];
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (family: OperatorFamily): string =>
  `OPERATOR FAMILY ${qualify(family.schema, family.name)} USING ${quoteIdentifier(family.arguments)}`;

/** The rows of pg_amop or pg_amproc that pg_depend ties to a class or to the family itself; pg_dump tells them apart the same way. */
const tied = (
  catalog: "pg_amop" | "pg_amproc",
  member: string,
  holder: "pg_opclass" | "pg_opfamily",
  oid: string,
): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_depend p WHERE p.classid = ${catalogOid[catalog]} AND p.objid = ${member}
             AND p.refclassid = ${catalogOid[holder]} AND p.refobjid = ${oid})`;

/**
 * What a class or family holds, sorted, and where it stands in pg_depend: a subquery with the columns `members` (text[])
 * and `addresses` (text[]).
 */
export const membersOf = (
  holder: "pg_opclass" | "pg_opfamily",
  oid: string,
  family: string,
): string => /* sql */ `(
  SELECT coalesce(pg_catalog.array_agg(m.text ORDER BY m.sort, m.number, m.text COLLATE pg_catalog."C"), '{}') AS members, pg_catalog.array_agg(m.address) AS addresses
  FROM (
    SELECT 1 AS sort, ao.amopstrategy AS number, ${address("pg_amop", "ao.oid")} AS address,
           'OPERATOR ' || ao.amopstrategy || ' ' || ao.amopopr::pg_catalog.regoperator::text
           || CASE WHEN ao.amopsortfamily <> 0 THEN ' FOR ORDER BY ' || pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(sf.opfname) ELSE '' END AS text
    FROM pg_catalog.pg_amop ao
    LEFT JOIN pg_catalog.pg_opfamily sf ON sf.oid = ao.amopsortfamily
    LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = sf.opfnamespace
    WHERE ao.amopfamily = ${family} AND ${tied("pg_amop", "ao.oid", holder, oid)}
    UNION ALL
    SELECT 2, ap.amprocnum, ${address("pg_amproc", "ap.oid")},
           'FUNCTION ' || ap.amprocnum || ' (' || pg_catalog.format_type(ap.amproclefttype, NULL) || ', ' || pg_catalog.format_type(ap.amprocrighttype, NULL) || ') '
           || ap.amproc::oid::pg_catalog.regprocedure::text
    FROM pg_catalog.pg_amproc ap
    WHERE ap.amprocfamily = ${family} AND ${tied("pg_amproc", "ap.oid", holder, oid)}) m)`;

export const operatorFamily: Kind<OperatorFamily> = {
  kind: "operator family",
  label: "operator family",
  plural: "operator families",
  presence: "pg_catalog.pg_opfamily WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'operator family' AS kind, n.nspname AS schema, f.opfname AS name, am.amname AS arguments, m.members,
           ${roleName("f.opfowner")} AS owner, d.description AS comment, ${address("pg_opfamily", "f.oid")} AS address, m.addresses AS aliases
    FROM pg_catalog.pg_opfamily f
    JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
    CROSS JOIN LATERAL ${membersOf("pg_opfamily", "f.oid", "f.oid")} m
    ${joinComment("d", "pg_opfamily", "f.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    members: (expected, actual) => changeMembers(expected, actual.members),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "medium",
    unexpected: "low",
    attributes: { members: "medium", owner: "info", comment: "info" },
  },
  why: {
    missing: "Indexes and joins across its types are not possible.",
    members: "Comparisons between types can use an index on one side and not on the other.",
  },
  create: (object) => [
    statement(`CREATE ${target(object)}`, identityOf(object), onlySuperuser),
    ...changeMembers(object, []),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

const onlySuperuser = {
  hazards: [{ code: "needs-superuser", detail: "operator families and classes" }],
} as const;

function changeMembers(expected: OperatorFamily, actual: readonly string[]): readonly Statement[] {
  const gone = actual.filter((member) => !expected.members.includes(member));
  const added = expected.members.filter((member) => !actual.includes(member));
  const alter = (action: string): Statement =>
    statement(`ALTER ${target(expected)} ${action}`, identityOf(expected), onlySuperuser);
  return [
    ...(gone.length === 0 ? [] : [alter(`DROP ${gone.map(place).join(", ")}`)]),
    ...(added.length === 0 ? [] : [alter(`ADD ${added.join(", ")}`)]),
  ];
}

/** DROP names the number and the operand types only: `OPERATOR 1 (integer, bigint)`. */
function place(member: string): string {
  const operator = /^(OPERATOR \d+) [^(]*(\(.*\))(?: FOR ORDER BY .*)?$/.exec(member);
  if (operator) return `${operator[1]} ${operator[2]}`;
  return /^FUNCTION \d+ \(.*?\)(?= )/.exec(member)?.[0] ?? member;
}
