import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { manual } from "./manual";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** An operator; `arguments` are its operand types, NONE for a missing left one. */
export interface Operator extends Identity {
  readonly kind: "operator";
  readonly schema: string;
  readonly arguments: string;
  readonly leftType: string | null;
  readonly rightType: string | null;
  /**
   * Qualified, as are the estimators; functions of an operator are found by its types. Null where the operator was only
   * announced, and the one that announced it is gone: it is an object of its own then, as it still holds its types fast.
   */
  readonly function: string | null;
  /** As `OPERATOR(schema.name)` holds it. */
  readonly commutator: string | null;
  readonly negator: string | null;
  /** Those of the two that were only announced and never made. */
  readonly shells: readonly Shell[] | null;
  readonly restrictEstimator: string | null;
  readonly joinEstimator: string | null;
  readonly hashes: boolean;
  readonly merges: boolean;
  readonly owner: string | null;
  readonly comment: string | null;
}

/** An operator without a function that goes with the one that announced it, and holds its operand types and its schema fast till then. */
interface Shell {
  readonly schema: string;
  readonly name: string;
  readonly arguments: string;
}

// A symbol is no identifier: it is never quoted.
const symbol = (operator: Operator | Shell): string => `${quoteIdentifier(operator.schema)}.${operator.name}`;
const signature = (operator: Operator | Shell): string => `${symbol(operator)} (${operator.arguments})`;
const target = (operator: Operator): string => `OPERATOR ${signature(operator)}`;

const dropStatement = (operator: Operator): Statement =>
  statement(`DROP ${target(operator)}`, identityOf(operator));

/** Why no statement of ours makes an operator without a function. */
const onlyAnnounced =
  "it was only announced (COMMUTATOR, NEGATOR) by an operator that is gone: no statement makes it, and nothing can use it.";

const alter = (operator: Operator, action: string): Statement =>
  statement(`ALTER ${target(operator)} ${action}`, identityOf(operator));

const related = (oid: string): string => `(
  SELECT pg_catalog.quote_ident(rn.nspname) || '.' || r.oprname FROM pg_catalog.pg_operator r
  JOIN pg_catalog.pg_namespace rn ON rn.oid = r.oprnamespace WHERE r.oid = ${oid})`;

const operandTypes = (row: string): string =>
  `coalesce(pg_catalog.format_type(nullif(${row}.oprleft, 0), NULL), 'NONE') || ', ' || coalesce(pg_catalog.format_type(nullif(${row}.oprright, 0), NULL), 'NONE')`;

const shells = `(
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', sn.nspname, 'name', s.oprname, 'arguments', ${operandTypes("s")})
                             ORDER BY s.oid = o.oprnegate)
  FROM pg_catalog.pg_operator s JOIN pg_catalog.pg_namespace sn ON sn.oid = s.oprnamespace
  WHERE s.oid IN (o.oprcom, o.oprnegate) AND s.oprcode::oid = 0)`;

const functionName = (column: string): string =>
  `CASE WHEN ${column}::oid <> 0 THEN ${column}::pg_catalog.text END`;

export const operator: Kind<Operator> = {
  kind: "operator",
  label: "operator",
  plural: "operators",
  presence: "pg_catalog.pg_operator WHERE oid >= 16384",
  // An operator without a function is a shell: somebody's commutator or negator that was never made. Where nobody names it
  // any more, it is nobody's part.
  query: () => /* sql */ `
    SELECT 'operator' AS kind, n.nspname AS schema, o.oprname AS name,
           coalesce(t.left_type, 'NONE') || ', ' || coalesce(t.right_type, 'NONE') AS arguments,
           t.left_type AS "leftType", t.right_type AS "rightType",
           ${functionName("o.oprcode")} AS function, ${related("o.oprcom")} AS commutator, ${related("o.oprnegate")} AS negator,
           ${shells} AS shells,
           ${functionName("o.oprrest")} AS "restrictEstimator", ${functionName("o.oprjoin")} AS "joinEstimator",
           o.oprcanhash AS hashes, o.oprcanmerge AS merges,
           ${roleName("o.oprowner")} AS owner, d.description AS comment, ${address("pg_operator", "o.oid")} AS address
    FROM pg_catalog.pg_operator o
    JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
    CROSS JOIN LATERAL (SELECT CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left_type,
                               CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right_type) t
    ${joinComment("d", "pg_operator", "o.oid")}
    WHERE ${isUserSchema("n")}
      AND (o.oprcode::oid <> 0 OR NOT EXISTS (SELECT FROM pg_catalog.pg_operator r WHERE o.oid IN (r.oprcom, r.oprnegate)))`,
  attributes: {
    leftType: "ignore",
    rightType: "ignore",
    function: (expected) => (expected.function === null ? manual(onlyAnnounced) : "recreate"),
    commutator: "recreate",
    negator: "recreate",
    shells: "ignore",
    restrictEstimator: (expected) => [
      alter(expected, `SET (RESTRICT = ${expected.restrictEstimator ?? "NONE"})`),
    ],
    joinEstimator: (expected) => [alter(expected, `SET (JOIN = ${expected.joinEstimator ?? "NONE"})`)],
    hashes: "recreate",
    merges: "recreate",
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  // No default makes a use of one fit the operands of another.
  toldApartByArguments: () => true,
  texts: [],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      function: "high",
      restrictEstimator: "low",
      joinEstimator: "low",
      hashes: "medium",
      merges: "medium",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    restrictEstimator: "restriction estimator",
    joinEstimator: "join estimator",
    hashes: "can be hashed",
    merges: "can be merged",
  },
  why: {
    missing: "Statements that use the operator fail (42883).",
    function: "The operator computes something else than the code expects.",
    hashes: "Hash joins are used with an operator that does not support them, or are never used.",
  },
  // It cannot come back around a change of what it rests on.
  keepsData: (object) => object.function === null,
  holdsFast: (object) =>
    object.function === null ? `${onlyAnnounced} Drop it first: ${dropStatement(object).sql}.` : null,
  cannotCreate: (object) =>
    object.function === null
      ? `Operator ${signature(object)} has no function: ${onlyAnnounced} Drop it on the expected side.`
      : null,
  create: (object) => [
    statement(`CREATE OPERATOR ${symbol(object)} (${parameters(object).join(", ")})`, identityOf(object), {
      // Announced by one that is gone, it would be taken for the one that this announces, and be dropped afterwards.
      takes: (object.shells ?? []).map((shell) => ({ kind: object.kind, ...shell })),
    }),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  // Nothing else would drop what was announced, and CREATE announces it again. Two operators may have announced the same.
  drop: (object) => [
    dropStatement(object),
    ...(object.shells ?? []).map((shell) => {
      const identity = { kind: object.kind, ...shell };
      return statement(`DROP OPERATOR IF EXISTS ${signature(shell)}`, identity, { frees: [identity] });
    }),
  ],
};

const parameters = (object: Operator): readonly string[] => [
  `FUNCTION = ${object.function}`,
  ...(object.leftType === null ? [] : [`LEFTARG = ${object.leftType}`]),
  ...(object.rightType === null ? [] : [`RIGHTARG = ${object.rightType}`]),
  ...(object.commutator === null ? [] : [`COMMUTATOR = OPERATOR(${object.commutator})`]),
  ...(object.negator === null ? [] : [`NEGATOR = OPERATOR(${object.negator})`]),
  ...(object.restrictEstimator === null ? [] : [`RESTRICT = ${object.restrictEstimator}`]),
  ...(object.joinEstimator === null ? [] : [`JOIN = ${object.joinEstimator}`]),
  ...(object.hashes ? ["HASHES"] : []),
  ...(object.merges ? ["MERGES"] : []),
];
