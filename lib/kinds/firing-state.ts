import { type Identity, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { ObjectFinding } from "./finding";

/** When a trigger, rule or event trigger fires, by session_replication_role: `origin` is the usual. */
export type FiringState = "origin" | "disabled" | "replica" | "always";

/** The state for pages. */
export const firingStateWords: { readonly [S in FiringState]: string } = {
  origin: "yes",
  disabled: "no, switched off",
  replica: "on replicas only",
  always: "always, on replicas too",
};

/** The words of ALTER … TRIGGER and ALTER … RULE. */
export const firingWords: { readonly [S in FiringState]: string } = {
  origin: "ENABLE",
  disabled: "DISABLE",
  replica: "ENABLE REPLICA",
  always: "ENABLE ALWAYS",
};

/** The state in words from its catalog letter. */
export const firingState = (letter: string): string =>
  `CASE ${letter} WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END`;

/** A trigger, rule or event trigger that is there and does nothing. */
export const disabledFinding = (object: Identity, statements: readonly Statement[]): ObjectFinding => ({
  code: "trigger-disabled",
  object: identityOf(object),
  state: "found",
  severity: "high",
  says: "is switched off",
  why: "It stays in place and does nothing: what it stamped, checked, refused or recorded is no longer done. Loading tools switch triggers off and, when they break off, leave them so.",
  statements,
  remedy: "Switch it on again, then see to what was written meanwhile.",
  attribute: "enabled",
});
