import { qualify } from "../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import type { CatalogView, Kind, Sides } from "./kind";
import { lettingGoInAll, withoutMutual } from "./mutual";
import { newerInRoutine } from "./newer/newer";
import { afterCreate, alterOwner, changeGrants, setComment } from "./ownership/ownership";
import { labelOfWhole } from "./ownership/security-label";
import { unfitForResult } from "./routines/other-result";
import {
  alterRoutine,
  changeConfiguration,
  changeSecurity,
  createRoutine,
  dropRoutine,
  everyoneExecutes,
  fitsOneCall,
  keepsParameters,
  type Routine,
  routineTarget,
  securityHazards,
} from "./routines/routine";
import { routineFindings } from "./routines/routine-findings";
import { inputTypes, isUserRoutine, parallelWord, routineColumns, routineName } from "./routines/routine-sql";

export interface FunctionObject extends Routine {
  readonly kind: "function";
  /** As pg_get_function_result prints it: `SETOF integer`, `TABLE(id integer)`. */
  readonly returns: string;
  readonly window: boolean;
  readonly volatility: "volatile" | "stable" | "immutable";
  /** Not called when an argument is null. */
  readonly strict: boolean;
  readonly leakproof: boolean;
  readonly parallel: "unsafe" | "restricted" | "safe";
  readonly cost: number;
  /** Estimated number of result rows; 0 for a function that returns one value. */
  readonly rows: number;
  /** The planner support function. */
  readonly support: string | null;
}

export const functionKind: Kind<FunctionObject> = {
  kind: "function",
  label: "function",
  plural: "functions",
  presence: "pg_catalog.pg_proc WHERE prokind IN ('f', 'w') AND oid >= 16384",
  query: () => /* sql */ `
    SELECT 'function' AS kind, n.nspname AS schema, p.proname AS name, ${inputTypes} AS arguments, ${routineColumns},
           pg_catalog.pg_get_function_result(p.oid) AS returns, p.prokind = 'w' AS window,
           CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
           p.proisstrict AS strict, p.proleakproof AS leakproof, ${parallelWord} AS parallel,
           p.procost AS cost, p.prorows AS rows, ${routineName("p.prosupport")} AS support,
           ${roleName("p.proowner")} AS owner, ${privileges("p.proacl", "f", "p.proowner")} AS privileges,
           d.description AS comment, ${address("pg_proc", "p.oid")} AS address
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    ${joinComment("d", "pg_proc", "p.oid")}
    WHERE ${isUserRoutine("'f', 'w'")}`,
  attributes: {
    parameters: replace,
    returns: "recreate",
    language: replace,
    body: replace,
    standardBody: replace,
    library: replace,
    // ALTER FUNCTION can set a support function but not take one away.
    support: replace,
    transforms: replace,
    window: "recreate",
    securityDefiner: (expected, actual, sides) =>
      within(expected, actual, sides, () => changeSecurity(expected)),
    configuration: (expected, actual, sides) =>
      within(expected, actual, sides, () => changeConfiguration(expected, actual)),
    volatility: (expected, actual, sides) =>
      within(expected, actual, sides, () => [alterRoutine(expected, expected.volatility.toUpperCase())]),
    strict: (expected, actual, sides) =>
      within(expected, actual, sides, () => [
        alterRoutine(expected, expected.strict ? "STRICT" : "CALLED ON NULL INPUT"),
      ]),
    leakproof: (expected, actual, sides) =>
      within(expected, actual, sides, () => [
        alterRoutine(
          expected,
          expected.leakproof ? "LEAKPROOF" : "NOT LEAKPROOF",
          leakproofHazards(expected),
        ),
      ]),
    parallel: (expected, actual, sides) =>
      within(expected, actual, sides, () => [
        alterRoutine(expected, `PARALLEL ${expected.parallel.toUpperCase()}`),
      ]),
    cost: (expected, actual, sides) =>
      within(expected, actual, sides, () => [alterRoutine(expected, `COST ${expected.cost}`)]),
    rows: (expected, actual, sides) =>
      within(expected, actual, sides, () => [alterRoutine(expected, `ROWS ${expected.rows}`)]),
    owner: (expected) => alterOwner(routineTarget(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(routineTarget(expected), expected, actual, { initial: everyoneExecutes }),
    comment: (expected) => [setComment(routineTarget(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_proc"],
  hasBody: true,
  toldApartByArguments: fitsOneCall,
  texts: ["parameters", "body"],
  queries: ({ standardBody }) => (standardBody ? ["body"] : []),
  newer: newerInRoutine,
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      securityDefiner: "critical",
      leakproof: "critical",
      configuration: "high",
      privileges: "high",
      parameters: "high",
      returns: "high",
      body: "high",
      language: "high",
      library: "high",
      window: "high",
      strict: "medium",
      volatility: "medium",
      standardBody: "low",
      parallel: "low",
      cost: "info",
      rows: "info",
      support: "info",
      owner: "low",
      comment: "info",
    },
  },
  words: {
    standardBody: "SQL-standard body",
    securityDefiner: "security definer",
    rows: "estimated rows",
    strict: "strict (null in, null out)",
    support: "planner support function",
    window: "window function",
  },
  valueWords: { rows: { 0: "no set" }, parameters: { in: "" } },
  why: {
    missing: "Every query, trigger and policy that calls it fails (42883: function does not exist).",
    body: "The same call does something else, or gives another result, than the code expects.",
    parameters: "Calls that name an argument, or leave out one that had a default, fail.",
    returns: "Callers get another type of result than they were written for.",
    securityDefiner:
      "A SECURITY DEFINER function acts with its owner's rights, whoever calls it; without a search_path of its own, a caller can make it use objects of the caller's choice.",
    configuration:
      "Settings hold while the function runs. A SECURITY DEFINER function without its own search_path looks names up in its caller's schemas, and so can be made to run the caller's code with the owner's rights.",
    leakproof:
      "The planner may run a leakproof function before security conditions: one that is not really leakproof shows hidden rows.",
    volatility:
      "The planner may reuse the result of a stable or immutable function: wrong results, or an index that does not match its rows, can follow.",
    strict: "Given a null, the function answers null on one side and runs on the other.",
    privileges: "Who may call the function is not what the source says. From the start everyone may.",
    parallel:
      "The function is run in parallel workers that it was not meant for, or keeps queries from using them.",
    owner: "A SECURITY DEFINER function acts with its owner's rights.",
  },
  // What is written as text is not tied to what it uses; a parsed body is.
  rebuildWhenDependencyChanges: (object) => object.standardBody,
  shape: ["returns"],
  unfitFor: unfitForResult,
  neededBy: (expected, actual, dependent) => unfitForResult(actual, expected, dependent) !== null,
  defaultGrants: { objectType: "functions", initial: everyoneExecutes, target: routineTarget },
  findings: routineFindings,
  securityLabel: labelOfWhole(routineTarget),
  create: (object, side) => [
    ...make(object, viewsReadBack(object, side)),
    ...afterCreate(object, {
      alter: routineTarget(object),
      comment: routineTarget(object),
      grant: routineTarget(object),
      initial: everyoneExecutes,
    }),
  ],
  drop: (object, actual) => {
    const views = viewsReadBack(object, actual);
    const emptied =
      views.length === 0 ? [] : [statement(definition(withoutBody(object), true), identityOf(object))];
    return [...lettingGoInAll(emptied, views), ...dropRoutine(object)];
  },
};

/**
 * Views that the parsed body reads and that call the function themselves: neither can be made, or go, as a whole. Where it takes or
 * gives their rows, it cannot be there before them even without its body.
 */
function viewsReadBack(object: FunctionObject, side: CatalogView): readonly Identity[] {
  if (!object.standardBody) return [];
  const types = [object.returns, ...object.parameters.map(({ type }) => type)].join(" ");
  return side
    .dependenciesOf(object)
    .filter(
      (used) =>
        used.kind === "view" &&
        side.dependenciesOf(used).some((one) => identityKey(one) === identityKey(object)) &&
        !types.includes(qualify(used.schema, used.name)),
    )
    .map(identityOf);
}

/** Text is not looked into before it runs. */
const withoutBody = (object: FunctionObject): FunctionObject => ({
  ...object,
  standardBody: false,
  body: "",
});

/** What such views call is there before them, and gets its body behind them. */
function make(object: FunctionObject, views: readonly Identity[]): readonly Statement[] {
  const whole = statement(definition(object, views.length > 0), identityOf(object), {
    hazards: securityHazards(object),
  });
  return views.length === 0
    ? [whole]
    : [
        statement(definition(withoutBody(object), false), identityOf(object), {
          announces: true,
          ...withoutMutual(views),
        }),
        whole,
      ];
}

/** What CREATE says beyond the defaults of the server (https://www.postgresql.org/docs/current/sql-createfunction.html). */
function definition(object: FunctionObject, orReplace: boolean): string {
  const compiled = object.language === "c" || object.language === "internal";
  const returnsSet = object.returns.startsWith("SETOF ") || object.returns.startsWith("TABLE(");
  return createRoutine(object, {
    replace: orReplace,
    returns: object.returns,
    clauses: [
      ...(object.window ? ["WINDOW"] : []),
      ...(object.volatility === "volatile" ? [] : [object.volatility.toUpperCase()]),
      ...(object.strict ? ["STRICT"] : []),
      ...(object.securityDefiner ? ["SECURITY DEFINER"] : []),
      ...(object.leakproof ? ["LEAKPROOF"] : []),
      ...(object.parallel === "unsafe" ? [] : [`PARALLEL ${object.parallel.toUpperCase()}`]),
      ...(object.cost === (compiled ? 1 : 100) ? [] : [`COST ${object.cost}`]),
      ...(!returnsSet || object.rows === 1000 ? [] : [`ROWS ${object.rows}`]),
      ...(object.support === null ? [] : [`SUPPORT ${object.support}`]),
    ],
  });
}

/** OR REPLACE keeps owner, grants, comment and everything that calls the function; it writes all other attributes anew. */
function replace(
  expected: FunctionObject,
  actual: FunctionObject,
  sides: Sides,
): readonly Statement[] | "recreate" {
  if (!keepsParameters(expected.parameters, actual.parameters)) return "recreate";
  return [
    statement(definition(expected, true), identityOf(expected), {
      after: viewsReadBack(expected, sides.expected),
      hazards: [
        ...(actual.securityDefiner ? [] : securityHazards(expected)),
        ...(actual.leakproof ? [] : leakproofHazards(expected)),
      ],
    }),
  ];
}

const written = (object: FunctionObject): string =>
  JSON.stringify([
    object.parameters,
    object.language,
    object.body,
    object.standardBody,
    object.library,
    object.support,
    object.transforms,
  ]);

/** An ALTER where nothing else makes the function be written anew; else that one statement changes this attribute too. */
function within(
  expected: FunctionObject,
  actual: FunctionObject,
  sides: Sides,
  alter: () => readonly Statement[],
): readonly Statement[] | "recreate" {
  return written(expected) === written(actual) ? alter() : replace(expected, actual, sides);
}

const leakproofHazards = (object: FunctionObject): Statement["hazards"] =>
  object.leakproof ? [{ code: "needs-superuser", detail: "LEAKPROOF" }] : [];
