import { identifierList, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { type Manual, manual } from "./manual";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** A subscription without its connection string, which holds a password and is never read. */
export interface Subscription extends Identity {
  readonly kind: "subscription";
  readonly publications: readonly string[];
  readonly enabled: boolean;
  /** Null for none: the publisher keeps nothing for it. */
  readonly slotName: string | null;
  readonly binary: boolean;
  readonly streaming: "off" | "on" | "parallel";
  /** Null for off. */
  readonly synchronousCommit: string | null;
  readonly twoPhase: boolean;
  readonly disableOnError: boolean;
  readonly passwordRequired: boolean;
  readonly runAsOwner: boolean;
  readonly failover: boolean;
  readonly origin: string;
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (subscription: Identity): string => `SUBSCRIPTION ${quoteIdentifier(subscription.name)}`;

const alter = (subscription: Subscription, action: string): Statement =>
  statement(`ALTER ${target(subscription)} ${action}`, identityOf(subscription));

/** SET of one option, on a server that knows it. */
const set =
  (since: number, option: (expected: Subscription) => string) =>
  (
    expected: Subscription,
    _actual: Subscription,
    sides: { readonly actual: { readonly serverVersion: number } },
  ): readonly Statement[] | Manual =>
    sides.actual.serverVersion < since * 10_000
      ? manual(`it exists from PostgreSQL ${since} on. Upgrade the server.`)
      : [alter(expected, `SET (${option(expected)})`)];

/** What two servers have to agree on. */
const withPublisher = manual(
  "it takes a disabled subscription, and a replication slot on the publisher that fits it. Do both while nobody writes there.",
);

const thisDatabase =
  "(SELECT db.oid FROM pg_catalog.pg_database db WHERE db.datname = pg_catalog.current_database())";

/**
 * Every role may read these columns; naming any other would be refused (42501). PostgreSQL 14 leaves oid and
 * subsynccommit out of what everyone may read: the oid comes from a view there when it is certain, and the synchronous
 * commit counts as the default.
 */
const query = (major: number): string => {
  const oid =
    major >= 15
      ? "s.oid"
      : `(SELECT min(st.subid) FROM pg_catalog.pg_stat_subscription st WHERE st.subname = s.subname HAVING pg_catalog.count(DISTINCT st.subid) = 1)`;
  return /* sql */ `
    SELECT 'subscription' AS kind, s.subname AS name,
           ARRAY(SELECT u FROM pg_catalog.unnest(s.subpublications) u ORDER BY u COLLATE pg_catalog."C") AS publications,
           s.subenabled AS enabled, s.subslotname AS "slotName", s.subbinary AS binary,
           ${major >= 16 ? "CASE s.substream WHEN 'f' THEN 'off' WHEN 't' THEN 'on' ELSE 'parallel' END" : "CASE WHEN s.substream THEN 'on' ELSE 'off' END"} AS streaming,
           ${major >= 15 ? "nullif(s.subsynccommit, 'off')" : "NULL::text"} AS "synchronousCommit",
           ${major >= 15 ? "s.subtwophasestate <> 'd'" : "false"} AS "twoPhase",
           ${major >= 15 ? "s.subdisableonerr" : "false"} AS "disableOnError",
           ${major >= 16 ? "s.subpasswordrequired" : "true"} AS "passwordRequired",
           ${major >= 16 ? "s.subrunasowner" : "false"} AS "runAsOwner",
           ${major >= 17 ? "s.subfailover" : "false"} AS failover,
           ${major >= 16 ? "s.suborigin" : "'any'"} AS origin,
           ${roleName("s.subowner")} AS owner, d.description AS comment, ${address("pg_subscription", "s.name_oid")} AS address
    FROM (SELECT ${oid} AS name_oid, s.subdbid, s.subname, s.subowner, s.subenabled, s.subbinary, s.substream, s.subslotname, s.subpublications
                 ${major >= 15 ? ", s.subsynccommit, s.subtwophasestate, s.subdisableonerr" : ""}
                 ${major >= 16 ? ", s.subpasswordrequired, s.subrunasowner, s.suborigin" : ""}
                 ${major >= 17 ? ", s.subfailover" : ""}
          FROM pg_catalog.pg_subscription s) s
    ${joinComment("d", "pg_subscription", "s.name_oid")}
    WHERE s.subdbid = ${thisDatabase}`;
};

export const subscription: Kind<Subscription> = {
  kind: "subscription",
  label: "subscription",
  plural: "subscriptions",
  presence: `pg_catalog.pg_subscription WHERE subdbid = ${thisDatabase}`,
  query,
  attributes: {
    // Without copying what is already there; REFRESH PUBLICATION is the operator's own step.
    publications: (expected) => [
      alter(expected, `SET PUBLICATION ${identifierList(expected.publications)} WITH (refresh = false)`),
    ],
    enabled: (expected) => [alter(expected, expected.enabled ? "ENABLE" : "DISABLE")],
    slotName: withPublisher,
    binary: set(14, (expected) => `binary = ${expected.binary}`),
    streaming: (expected, actual, sides) =>
      set(expected.streaming === "parallel" ? 16 : 14, () => `streaming = ${expected.streaming}`)(
        expected,
        actual,
        sides,
      ),
    synchronousCommit: set(14, (expected) => `synchronous_commit = ${expected.synchronousCommit ?? "off"}`),
    twoPhase: withPublisher,
    failover: withPublisher,
    disableOnError: set(15, (expected) => `disable_on_error = ${expected.disableOnError}`),
    passwordRequired: set(16, (expected) => `password_required = ${expected.passwordRequired}`),
    runAsOwner: set(16, (expected) => `run_as_owner = ${expected.runAsOwner}`),
    origin: set(16, (expected) => `origin = ${expected.origin}`),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "high",
    attributes: {
      publications: "high",
      enabled: "high",
      slotName: "high",
      passwordRequired: "high",
      runAsOwner: "high",
      binary: "low",
      streaming: "low",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    slotName: "slot name",
    synchronousCommit: "synchronous commit",
    twoPhase: "two-phase",
    disableOnError: "disable on error",
    passwordRequired: "password required",
    runAsOwner: "run as owner",
    origin: "changes taken, by origin",
  },
  valueWords: {
    synchronousCommit: { null: "off" },
    origin: { none: "only those without an origin", any: "any" },
  },
  why: {
    missing: "Rows from the publisher do not arrive.",
    unexpected: "Rows are written by another server that the source does not know.",
    enabled:
      "While it is disabled no rows arrive, and the publisher keeps its log for it until the disk is full.",
    runAsOwner: "Rows are applied with the rights of the subscription's owner instead of the table's owner.",
    passwordRequired: "The connection may be made without a password.",
  },
  cannotCreate: () =>
    "Its connection string holds a password and is never read: only who knows it can create the subscription.",
  create: (object) => [
    statement(
      `CREATE ${target(object)} CONNECTION '(not read)' PUBLICATION ${identifierList(object.publications)} WITH (${options(object).join(", ")})`,
      identityOf(object),
    ),
    ...(object.enabled && object.slotName !== null ? [alter(object, "ENABLE")] : []),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  // DROP SUBSCRIPTION would drop the slot on the publisher, and cannot be in a transaction then.
  drop: (object) => [
    ...(object.slotName === null
      ? []
      : [
          ...(object.enabled ? [alter(object, "DISABLE")] : []),
          statement(`ALTER ${target(object)} SET (slot_name = NONE)`, identityOf(object), {
            hazards: [{ code: "cannot-be-undone", detail: `slot ${object.slotName} stays on the publisher` }],
          }),
        ]),
    statement(`DROP ${target(object)}`, identityOf(object), {
      hazards: [{ code: "cannot-be-undone", detail: "its connection string is not known to us" }],
    }),
  ],
};

const options = (object: Subscription): readonly string[] => [
  "connect = false",
  ...(object.slotName === null ? ["slot_name = NONE"] : [`slot_name = ${quoteLiteral(object.slotName)}`]),
  ...(object.binary ? ["binary = true"] : []),
  ...(object.streaming === "off" ? [] : [`streaming = ${object.streaming}`]),
  ...(object.synchronousCommit === null ? [] : [`synchronous_commit = ${object.synchronousCommit}`]),
  ...(object.twoPhase ? ["two_phase = true"] : []),
  ...(object.disableOnError ? ["disable_on_error = true"] : []),
  ...(object.failover ? ["failover = true"] : []),
  ...(object.origin === "any" ? [] : [`origin = ${object.origin}`]),
];
