import { qualify, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import type { Kind, Sides } from "./kind";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { everyoneExecutes, standsForOthers } from "./routines/routine";
import { inputTypes, isUserRoutine, parallelWord, routineSignature } from "./routines/routine-sql";

type FinalModify = "read only" | "shareable" | "read write";

export interface Aggregate extends Identity {
  readonly kind: "aggregate";
  readonly schema: string;
  /** Types of all arguments, direct ones first: `double precision, anyelement`; empty for `*`. */
  readonly arguments: string;
  readonly type: "normal" | "ordered set" | "hypothetical set";
  /** As CREATE AGGREGATE spells the arguments, with names and ORDER BY; empty for `*`. */
  readonly parameters: string;
  readonly returns: string;
  /** With its arguments, as all functions here: of overloads another one may be meant than the name would be taken for now. */
  readonly stateFunction: string;
  readonly stateType: string;
  /** Estimated size of the state in bytes; 0 when unknown. */
  readonly stateSpace: number;
  readonly initialState: string | null;
  readonly finalFunction: string | null;
  /** Extra dummy arguments for the final function. */
  readonly finalExtra: boolean;
  /** Whether the final function changes the state. */
  readonly finalModify: FinalModify;
  readonly combineFunction: string | null;
  readonly serializeFunction: string | null;
  readonly deserializeFunction: string | null;
  /** What a moving window uses instead. */
  readonly movingStateFunction: string | null;
  readonly movingInverseFunction: string | null;
  readonly movingStateType: string | null;
  readonly movingStateSpace: number;
  readonly movingInitialState: string | null;
  readonly movingFinalFunction: string | null;
  readonly movingFinalExtra: boolean;
  readonly movingFinalModify: FinalModify;
  /** The operator whose first value in order is the result, as MIN and MAX have it. */
  readonly sortOperator: string | null;
  readonly parallel: "unsafe" | "restricted" | "safe";
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const signature = (object: Identity): string =>
  `${qualify(object.schema, object.name)}(${object.arguments || "*"})`;

const target = (object: Identity): string => `AGGREGATE ${signature(object)}`;

/** GRANT knows aggregates as functions, and those by `()` instead of `(*)`. */
const grantTarget = (object: Identity): string =>
  `FUNCTION ${qualify(object.schema, object.name)}(${object.arguments ?? ""})`;

const modifyWord = (letter: string): string =>
  `CASE ${letter} WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' ELSE 'read write' END`;

export const aggregate: Kind<Aggregate> = {
  kind: "aggregate",
  label: "aggregate",
  plural: "aggregates",
  presence: "pg_catalog.pg_aggregate WHERE aggfnoid::oid >= 16384",
  query: () => /* sql */ `
    SELECT 'aggregate' AS kind, n.nspname AS schema, p.proname AS name, ${inputTypes} AS arguments,
           CASE a.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' ELSE 'normal' END AS type,
           pg_catalog.pg_get_function_arguments(p.oid) AS parameters, pg_catalog.pg_get_function_result(p.oid) AS returns,
           ${routineSignature("a.aggtransfn")} AS "stateFunction", pg_catalog.format_type(a.aggtranstype, NULL) AS "stateType",
           a.aggtransspace AS "stateSpace", a.agginitval AS "initialState",
           ${routineSignature("a.aggfinalfn")} AS "finalFunction", a.aggfinalextra AS "finalExtra", ${modifyWord("a.aggfinalmodify")} AS "finalModify",
           ${routineSignature("a.aggcombinefn")} AS "combineFunction", ${routineSignature("a.aggserialfn")} AS "serializeFunction",
           ${routineSignature("a.aggdeserialfn")} AS "deserializeFunction", ${routineSignature("a.aggmtransfn")} AS "movingStateFunction",
           ${routineSignature("a.aggminvtransfn")} AS "movingInverseFunction",
           CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END AS "movingStateType",
           a.aggmtransspace AS "movingStateSpace", a.aggminitval AS "movingInitialState",
           ${routineSignature("a.aggmfinalfn")} AS "movingFinalFunction", a.aggmfinalextra AS "movingFinalExtra",
           ${modifyWord("a.aggmfinalmodify")} AS "movingFinalModify",
           (SELECT pg_catalog.quote_ident(sn.nspname) || '.' || so.oprname FROM pg_catalog.pg_operator so
            JOIN pg_catalog.pg_namespace sn ON sn.oid = so.oprnamespace WHERE so.oid = a.aggsortop) AS "sortOperator",
           ${parallelWord} AS parallel,
           ${roleName("p.proowner")} AS owner, ${privileges("p.proacl", "f", "p.proowner")} AS privileges,
           d.description AS comment, ${address("pg_proc", "p.oid")} AS address
    FROM pg_catalog.pg_aggregate a
    JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    ${joinComment("d", "pg_proc", "p.oid")}
    WHERE ${isUserRoutine("'a'")}`,
  attributes: {
    // Neither the sort of aggregate, its argument names nor its result can be replaced (42P13, 42809).
    type: "recreate",
    parameters: "recreate",
    returns: "recreate",
    stateFunction: (expected, actual, sides) => replace(expected, actual, sides),
    stateType: (expected, actual, sides) => replace(expected, actual, sides),
    stateSpace: (expected, actual, sides) => replace(expected, actual, sides),
    initialState: (expected, actual, sides) => replace(expected, actual, sides),
    finalFunction: (expected, actual, sides) => replace(expected, actual, sides),
    finalExtra: (expected, actual, sides) => replace(expected, actual, sides),
    finalModify: (expected, actual, sides) => replace(expected, actual, sides),
    combineFunction: (expected, actual, sides) => replace(expected, actual, sides),
    serializeFunction: (expected, actual, sides) => replace(expected, actual, sides),
    deserializeFunction: (expected, actual, sides) => replace(expected, actual, sides),
    movingStateFunction: (expected, actual, sides) => replace(expected, actual, sides),
    movingInverseFunction: (expected, actual, sides) => replace(expected, actual, sides),
    movingStateType: (expected, actual, sides) => replace(expected, actual, sides),
    movingStateSpace: (expected, actual, sides) => replace(expected, actual, sides),
    movingInitialState: (expected, actual, sides) => replace(expected, actual, sides),
    movingFinalFunction: (expected, actual, sides) => replace(expected, actual, sides),
    movingFinalExtra: (expected, actual, sides) => replace(expected, actual, sides),
    movingFinalModify: (expected, actual, sides) => replace(expected, actual, sides),
    sortOperator: (expected, actual, sides) => replace(expected, actual, sides),
    parallel: (expected, actual, sides) => replace(expected, actual, sides),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(grantTarget(expected), expected, actual, { initial: everyoneExecutes }),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_proc"],
  toldApartByArguments: (object) =>
    object.type === "normal" && !/\bVARIADIC /.test(object.parameters) && !standsForOthers(object.arguments),
  texts: [],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      type: "high",
      parameters: "high",
      returns: "high",
      stateFunction: "high",
      stateType: "high",
      initialState: "high",
      finalFunction: "high",
      stateSpace: "info",
      movingStateSpace: "info",
      parallel: "low",
      privileges: "medium",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    stateSpace: "size of the state in bytes",
    movingStateSpace: "size of the moving state in bytes",
    finalExtra: "extra arguments for the final function",
    movingFinalExtra: "extra arguments for the moving final function",
    finalModify: "what the final function does to the state",
    movingFinalModify: "what the moving final function does to the state",
  },
  valueWords: {
    stateSpace: { 0: "not known" },
    movingStateSpace: { 0: "not known" },
    parameters: { "": "any (*)" },
  },
  why: {
    missing: "Every query that uses it fails (42883: function does not exist).",
    stateFunction: "The aggregate gives other results than the code expects.",
    finalFunction: "The aggregate gives other results than the code expects.",
    initialState: "The aggregate gives other results than the code expects, above all over no rows.",
    privileges: "Who may use the aggregate is not what the source says. From the start everyone may.",
  },
  shape: ["returns"],
  // They would be found again.
  takesAlong: (expected, actual, sides) =>
    expected === undefined || actual === undefined
      ? []
      : overloadsLost(expected, actual, sides).map((object) => ({ object })),
  defaultGrants: { objectType: "functions", initial: everyoneExecutes, target: grantTarget },
  findings: (object) => grantedToPublic(object, grantTarget(object), everyoneExecutes),
  securityLabel: labelOfWhole(target),
  create: (object, side) => [
    statement(definition(object, false), identityOf(object), {
      // An overload that goes may fit better than the one that is meant.
      takes: side
        .dependenciesOf(identityOf(object))
        .filter((used) => used.kind === "function")
        .map(identityOf),
    }),
    ...afterCreate(object, {
      alter: target(object),
      comment: target(object),
      grant: grantTarget(object),
      initial: everyoneExecutes,
    }),
  ],
  drop: (object) => [
    statement(`DROP ${target(object)}`, identityOf(object), {
      hazards: [{ code: "untracked-dependents", detail: "function bodies and applications that use it" }],
    }),
  ],
};

const supportFunctions = [
  "stateFunction",
  "finalFunction",
  "combineFunction",
  "serializeFunction",
  "deserializeFunction",
  "movingStateFunction",
  "movingInverseFunction",
  "movingFinalFunction",
] as const;

/** The name in a signature: CREATE AGGREGATE takes no arguments, and looks for the function that fits best. */
const nameIn = (signature: string | null): string | null =>
  signature?.match(/^(?:"[^"]*"|[^"(])+/)?.[0] ?? null;

/**
 * OR REPLACE keeps owner, grants, comment and the views that use the aggregate, as long as its result stays the same. It
 * would find an overload again that fits better than the one that is meant, and cannot go while the aggregate calls it.
 */
const replace = (expected: Aggregate, actual: Aggregate, sides: Sides): readonly Statement[] | "recreate" =>
  expected.returns === actual.returns &&
  expected.type === actual.type &&
  expected.parameters === actual.parameters &&
  overloadsLost(expected, actual, sides).length === 0
    ? [statement(definition(expected, true), identityOf(expected))]
    : "recreate";

/** The functions that the aggregate calls and nobody expects, where it is to call others of their names. */
function overloadsLost(expected: Aggregate, actual: Aggregate, sides: Sides): readonly Identity[] {
  const names = new Set(
    supportFunctions
      .filter((one) => expected[one] !== actual[one] && nameIn(expected[one]) === nameIn(actual[one]))
      .map((one) => nameIn(expected[one])),
  );
  return sides.actual
    .dependenciesOf(identityOf(actual))
    .filter(
      (used) =>
        used.kind === "function" &&
        names.has(qualify(used.schema ?? "", used.name)) &&
        sides.expected.get(used) === undefined,
    )
    .map(identityOf);
}

function definition(object: Aggregate, orReplace: boolean): string {
  // Only normal aggregates leave their state alone from the start.
  const usualModify: FinalModify = object.type === "normal" ? "read only" : "read write";
  const value = (name: string, text: string | null): string[] => (text === null ? [] : [`${name} = ${text}`]);
  const constant = (name: string, text: string | null): string[] =>
    value(name, text === null ? null : quoteLiteral(text));
  const size = (name: string, bytes: number): string[] => (bytes === 0 ? [] : [`${name} = ${bytes}`]);
  const flag = (name: string, set: boolean): string[] => (set ? [name] : []);
  const modify = (name: string, word: FinalModify): string[] =>
    word === usualModify ? [] : [`${name} = ${word.toUpperCase().replace(" ", "_")}`];
  const clauses = [
    ...value("SFUNC", nameIn(object.stateFunction)),
    ...value("STYPE", object.stateType),
    ...size("SSPACE", object.stateSpace),
    ...value("FINALFUNC", nameIn(object.finalFunction)),
    ...flag("FINALFUNC_EXTRA", object.finalExtra),
    ...modify("FINALFUNC_MODIFY", object.finalModify),
    ...value("COMBINEFUNC", nameIn(object.combineFunction)),
    ...value("SERIALFUNC", nameIn(object.serializeFunction)),
    ...value("DESERIALFUNC", nameIn(object.deserializeFunction)),
    ...constant("INITCOND", object.initialState),
    ...value("MSFUNC", nameIn(object.movingStateFunction)),
    ...value("MINVFUNC", nameIn(object.movingInverseFunction)),
    ...value("MSTYPE", object.movingStateType),
    ...size("MSSPACE", object.movingStateSpace),
    ...value("MFINALFUNC", nameIn(object.movingFinalFunction)),
    ...flag("MFINALFUNC_EXTRA", object.movingFinalExtra),
    ...modify("MFINALFUNC_MODIFY", object.movingFinalModify),
    ...constant("MINITCOND", object.movingInitialState),
    ...value("SORTOP", object.sortOperator === null ? null : `OPERATOR(${object.sortOperator})`),
    ...value("PARALLEL", object.parallel === "unsafe" ? null : object.parallel.toUpperCase()),
    ...flag("HYPOTHETICAL", object.type === "hypothetical set"),
  ];
  return `CREATE ${orReplace ? "OR REPLACE " : ""}AGGREGATE ${qualify(object.schema, object.name)}(${object.parameters || "*"}) (\n  ${clauses.join(",\n  ")}\n)`;
}
