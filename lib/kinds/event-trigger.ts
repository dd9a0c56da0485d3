import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, roleName } from "./catalog-sql";
import {
  disabledFinding,
  type FiringState,
  firingState,
  firingStateWords,
  firingWords,
} from "./firing-state";
import type { Kind } from "./kind";
import { newerInEventTrigger } from "./newer/newer";
import { afterCreate, setComment } from "./ownership/ownership";
import { labelOfWhole } from "./ownership/security-label";
import { alterOwnerToSuperuser, asksForSuperuser } from "./ownership/superuser-owner";
import { routineName } from "./routines/routine-sql";

export interface EventTrigger extends Identity {
  readonly kind: "event trigger";
  /** `ddl_command_start`, `ddl_command_end`, `sql_drop`, `table_rewrite`, `login`. */
  readonly event: string;
  /** Command tags it fires for, in order; null for all. */
  readonly tags: readonly string[] | null;
  /** Qualified and quoted. */
  readonly function: string;
  readonly enabled: FiringState;
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (object: Identity): string => `EVENT TRIGGER ${quoteIdentifier(object.name)}`;

/** Only superusers may make, change or own one. */
const superuser = { hazards: [{ code: "needs-superuser", detail: "event triggers" }] } as const;

export const eventTrigger: Kind<EventTrigger> = {
  kind: "event trigger",
  label: "event trigger",
  plural: "event triggers",
  presence: "pg_catalog.pg_event_trigger WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'event trigger' AS kind, e.evtname AS name, e.evtevent::text AS event,
           (SELECT pg_catalog.array_agg(tag ORDER BY tag COLLATE "C") FROM pg_catalog.unnest(e.evttags) tag) AS tags,
           ${routineName("e.evtfoid")} AS function,
           ${firingState("e.evtenabled")} AS enabled,
           ${roleName("e.evtowner")} AS owner, d.description AS comment, ${address("pg_event_trigger", "e.oid")} AS address
    FROM pg_catalog.pg_event_trigger e
    ${joinComment("d", "pg_event_trigger", "e.oid")}
    WHERE e.oid >= 16384`,
  attributes: {
    event: "recreate",
    tags: "recreate",
    function: "recreate",
    enabled: (expected) => [setFiring(expected)],
    owner: (expected) => alterOwnerToSuperuser(target(expected), expected),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  newer: newerInEventTrigger,
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      event: "high",
      tags: "high",
      function: "high",
      enabled: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { tags: "commands" },
  valueWords: { enabled: firingStateWords, tags: { null: "every command" } },
  why: {
    missing: "Schema changes are no longer recorded, refused or completed as the source says.",
    unexpected: "It runs with every schema change it fires for, those of a plan too.",
    enabled: "A disabled event trigger stays in place and does nothing.",
    function: "Another function runs with schema changes than the source says.",
  },
  findings: (object) =>
    object.enabled === "disabled"
      ? [disabledFinding(object, [setFiring({ ...object, enabled: "origin" })])]
      : [],
  preflight: asksForSuperuser,
  actsOnStatements: true,
  securityLabel: labelOfWhole(target),
  create: (object) => [
    statement(
      `CREATE ${target(object)} ON ${quoteIdentifier(object.event)}${
        object.tags === null ? "" : ` WHEN TAG IN (${object.tags.map(quoteLiteral).join(", ")})`
      } EXECUTE FUNCTION ${object.function}()`,
      identityOf(object),
      superuser,
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
    ...(object.enabled === "origin" ? [] : [setFiring(object)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object), superuser)],
};

const setFiring = (object: EventTrigger): Statement =>
  statement(`ALTER ${target(object)} ${firingWords[object.enabled]}`, identityOf(object), superuser);
