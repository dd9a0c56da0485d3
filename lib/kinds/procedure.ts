import { identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { newerInRoutine } from "./newer/newer";
import { afterCreate, alterOwner, changeGrants, setComment } from "./ownership/ownership";
import { labelOfWhole } from "./ownership/security-label";
import {
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
import { inputTypes, isUserRoutine, routineColumns } from "./routines/routine-sql";

export interface Procedure extends Routine {
  readonly kind: "procedure";
}

export const procedure: Kind<Procedure> = {
  kind: "procedure",
  label: "procedure",
  plural: "procedures",
  presence: "pg_catalog.pg_proc WHERE prokind = 'p' AND oid >= 16384",
  query: () => /* sql */ `
    SELECT 'procedure' AS kind, n.nspname AS schema, p.proname AS name, ${inputTypes} AS arguments, ${routineColumns},
           ${roleName("p.proowner")} AS owner, ${privileges("p.proacl", "f", "p.proowner")} AS privileges,
           d.description AS comment, ${address("pg_proc", "p.oid")} AS address
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    ${joinComment("d", "pg_proc", "p.oid")}
    WHERE ${isUserRoutine("'p'")}`,
  attributes: {
    parameters: (expected, actual) => replace(expected, actual),
    language: (expected, actual) => replace(expected, actual),
    body: (expected, actual) => replace(expected, actual),
    standardBody: (expected, actual) => replace(expected, actual),
    library: (expected, actual) => replace(expected, actual),
    transforms: (expected, actual) => replace(expected, actual),
    securityDefiner: (expected) => changeSecurity(expected),
    configuration: (expected, actual) => changeConfiguration(expected, actual),
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
      configuration: "high",
      privileges: "high",
      parameters: "high",
      body: "high",
      language: "high",
      library: "high",
      standardBody: "low",
      owner: "low",
      comment: "info",
    },
  },
  words: { standardBody: "SQL-standard body", securityDefiner: "security definer" },
  valueWords: { parameters: { in: "" } },
  why: {
    missing: "Every CALL of it fails (42883: procedure does not exist).",
    body: "The same CALL does something else than the code expects.",
    parameters: "Calls that name an argument, or leave out one that had a default, fail.",
    securityDefiner:
      "A SECURITY DEFINER procedure acts with its owner's rights, whoever calls it; without a search_path of its own, a caller can make it use objects of the caller's choice.",
    configuration:
      "Settings hold while the procedure runs. A SECURITY DEFINER procedure without its own search_path looks names up in its caller's schemas, and so can be made to run the caller's code with the owner's rights.",
    privileges: "Who may call the procedure is not what the source says. From the start everyone may.",
    owner: "A SECURITY DEFINER procedure acts with its owner's rights.",
  },
  rebuildWhenDependencyChanges: (object) => object.standardBody,
  defaultGrants: { objectType: "functions", initial: everyoneExecutes, target: routineTarget },
  findings: routineFindings,
  securityLabel: labelOfWhole(routineTarget),
  create: (object) => [
    statement(definition(object, false), identityOf(object), { hazards: securityHazards(object) }),
    ...afterCreate(object, {
      alter: routineTarget(object),
      comment: routineTarget(object),
      grant: routineTarget(object),
      initial: everyoneExecutes,
    }),
  ],
  drop: dropRoutine,
};

const definition = (object: Procedure, orReplace: boolean): string =>
  createRoutine(object, {
    replace: orReplace,
    returns: null,
    clauses: object.securityDefiner ? ["SECURITY DEFINER"] : [],
  });

/** OR REPLACE keeps owner, grants and comment. */
function replace(expected: Procedure, actual: Procedure): readonly Statement[] | "recreate" {
  if (!keepsParameters(expected.parameters, actual.parameters)) return "recreate";
  return [
    statement(definition(expected, true), identityOf(expected), {
      hazards: actual.securityDefiner ? [] : securityHazards(expected),
    }),
  ];
}
