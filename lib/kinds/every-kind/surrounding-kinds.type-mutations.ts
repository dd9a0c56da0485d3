import { type Mutation, usual } from "./surrounding-kinds.mutation";

const email = { kind: "domain", schema: "App", name: "email" };
const address = { kind: "composite type", schema: "App", name: "address" };
const rowType = { kind: "composite type", schema: "shared", name: "row_type" };
const span = { kind: "range type", schema: "App", name: "span" };
const words = { kind: "range type", schema: "App", name: "words" };
const phonebook = { kind: "collation", schema: "App", name: "phonebook" };
const mixed = { kind: "collation", schema: "App", name: "Mixed" };
const same = { kind: "operator", schema: "App", name: "===", arguments: '"App".address, "App".address' };
const prefix = { kind: "operator", schema: "App", name: "@#@", arguments: 'NONE, "App".address' };
const zips = { kind: "operator family", schema: "App", name: "zips", arguments: "btree" };
const zipOps = { kind: "operator class", schema: "App", name: "zip_ops", arguments: "btree" };
const pointOps = { kind: "operator class", schema: "shared", name: "point_ops", arguments: "gist" };
const toText = { kind: "cast", name: '"App".address AS text' };
const toJson = { kind: "cast", name: '"App".address AS json' };
const plTwo = { kind: "language", name: "plTwo" };
const transform = { kind: "transform", name: "integer LANGUAGE sql" };
const latin = { kind: "conversion", schema: "App", name: "latin" };
const code = { kind: "base type", schema: "App", name: "code" };
const told = { kind: "base type", schema: "App", name: "told" };
const heapToo = { kind: "access method", name: "heap_too" };
const back = { kind: "conversion", schema: "App", name: "back" };

/** Changes of types and of what works on them. */
export const typeMutations: readonly Mutation[] = [
  ...usual(email, `DOMAIN "App".email`, `DOMAIN "App".email`),
  { object: email, attributes: ["default"], sql: () => `ALTER DOMAIN "App".email DROP DEFAULT` },
  { object: email, attributes: ["notNull"], to: 16, sql: () => `ALTER DOMAIN "App".email DROP NOT NULL` },
  {
    object: email,
    attributes: ["notNull", "notNullComment"],
    from: 17,
    sql: () => `ALTER DOMAIN "App".email DROP NOT NULL`,
  },
  {
    object: email,
    attributes: ["notNullConstraint"],
    from: 17,
    sql: () => `ALTER DOMAIN "App".email RENAME CONSTRAINT email_not_null TO "Someone"`,
  },
  {
    object: email,
    attributes: ["notNullComment"],
    from: 17,
    sql: () => `COMMENT ON CONSTRAINT email_not_null ON DOMAIN "App".email IS NULL`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `ALTER DOMAIN "App".email DROP CONSTRAINT has_at`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `ALTER DOMAIN "App".email VALIDATE CONSTRAINT no_space`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `COMMENT ON CONSTRAINT has_at ON DOMAIN "App".email IS NULL`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () =>
      `ALTER DOMAIN "App".email DROP CONSTRAINT "Short"; ALTER DOMAIN "App".email ADD CONSTRAINT "Short" CHECK (length(VALUE) < 99);
       ALTER DOMAIN "App".email ADD CONSTRAINT more CHECK (true)`,
  },
  {
    object: { kind: "domain", schema: "shared", name: "scores" },
    attributes: ["baseType"],
    sql: () => "DROP DOMAIN shared.scores; CREATE DOMAIN shared.scores AS text[]",
  },
  {
    object: { kind: "domain", schema: "shared", name: "scores" },
    attributes: ["baseType", "collation"],
    sql: () => `DROP DOMAIN shared.scores; CREATE DOMAIN shared.scores AS text COLLATE "C"`,
  },
  ...usual(code, `TYPE "App".code`, `TYPE "App".code`).filter(
    ({ attributes }) => attributes[0] !== "privileges",
  ),
  {
    object: code,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".code FROM ${reader}`,
  },
  {
    object: code,
    attributes: ["support"],
    sql: () => `ALTER TYPE "App".code SET (SEND = "App".code_send)`,
  },
  {
    object: code,
    attributes: ["definition"],
    sql: () => `UPDATE pg_catalog.pg_type SET typdelim = ',' WHERE oid = '"App".code'::pg_catalog.regtype`,
    manual: true,
  },
  ...usual(told, `TYPE "App".told`, `TYPE "App".told`).filter(
    ({ attributes }) => attributes[0] !== "privileges",
  ),
  {
    object: told,
    attributes: ["privileges"],
    from: 18,
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".told FROM ${reader}`,
  },
  {
    object: told,
    attributes: "missing",
    also: [
      {
        object: { kind: "function", schema: "App", name: "take", arguments: '"App".told' },
        attributes: "missing",
      },
    ],
    sql: () => `DROP TYPE "App".told CASCADE`,
  },
  {
    object: { kind: "base type", schema: "shared", name: "told" },
    attributes: "unexpected",
    sql: () => "CREATE TYPE shared.told",
  },
  { object: heapToo, attributes: ["comment"], sql: () => "COMMENT ON ACCESS METHOD heap_too IS NULL" },
  {
    object: heapToo,
    attributes: ["handler"],
    sql: () => `DROP ACCESS METHOD heap_too; CREATE FUNCTION pg_catalog.heap_other(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
      CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER pg_catalog.heap_other; COMMENT ON ACCESS METHOD heap_too IS 'like the other'`,
  },
  {
    object: heapToo,
    attributes: ["handler", "type"],
    sql: () =>
      `DROP ACCESS METHOD heap_too; CREATE ACCESS METHOD heap_too TYPE INDEX HANDLER bthandler; COMMENT ON ACCESS METHOD heap_too IS 'like the other'`,
  },
  ...usual(address, `TYPE "App".address`, `TYPE "App".address`).filter(
    ({ attributes }) => attributes[0] !== "privileges",
  ),
  {
    object: address,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".address FROM ${reader}, PUBLIC`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address DROP ATTRIBUTE places`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address ADD ATTRIBUTE more integer`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address ALTER ATTRIBUTE "Street" TYPE text`,
  },
  {
    object: address,
    attributes: ["attributeComments"],
    sql: () =>
      `COMMENT ON COLUMN "App".address."Street" IS NULL; COMMENT ON COLUMN "App".address.zip IS 'new'`,
  },
  {
    object: { kind: "composite type", schema: "shared", name: "nothing" },
    attributes: "missing",
    sql: () => "DROP TYPE shared.nothing",
  },
  ...usual(span, `TYPE "App".span`).filter(({ attributes }) => attributes[0] !== "privileges"),
  {
    object: span,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".span FROM ${reader}`,
  },
  {
    object: words,
    attributes: ["subtypeOperatorClass"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, COLLATION = "App".plain)`,
  },
  {
    object: words,
    attributes: ["collation"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops)`,
  },
  {
    object: words,
    attributes: ["multirangeType"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "App".plain, MULTIRANGE_TYPE_NAME = shared.w)`,
  },
  {
    object: span,
    attributes: ["comment", "multirangeType", "owner", "privileges", "subtype", "subtypeDifference"],
    sql: () => `DROP TYPE "App".span; CREATE TYPE "App".span AS RANGE (SUBTYPE = numeric)`,
  },
  ...usual(phonebook, `COLLATION "App".phonebook`),
  {
    object: phonebook,
    attributes: ["comment", "deterministic", "locale", "owner"],
    sql: () =>
      `DROP COLLATION "App".phonebook; CREATE COLLATION "App".phonebook (PROVIDER = icu, LOCALE = 'de')`,
  },
  {
    object: phonebook,
    attributes: ["comment", "deterministic", "locale", "owner", "provider"],
    sql: () => `DROP COLLATION "App".phonebook; CREATE COLLATION "App".phonebook (LOCALE = 'C')`,
  },
  {
    object: phonebook,
    attributes: ["versionCurrent"],
    sql: () => "UPDATE pg_catalog.pg_collation SET collversion = '1' WHERE collname = 'phonebook'",
  },
  {
    object: { kind: "collation", schema: "App", name: "plain" },
    attributes: ["versionCurrent"],
    sql: () => "UPDATE pg_catalog.pg_collation SET collversion = '1' WHERE collname = 'plain'",
    manual: true,
  },
  {
    object: { kind: "collation", schema: "App", name: "ruled" },
    attributes: ["rules"],
    from: 16,
    sql: () => `DROP COLLATION "App".ruled; CREATE COLLATION "App".ruled (PROVIDER = icu, LOCALE = 'und')`,
  },
  {
    object: mixed,
    attributes: ["lcCollate", "lcCtype"],
    sql: () =>
      "UPDATE pg_catalog.pg_collation SET collcollate = 'POSIX', collctype = 'C' WHERE collname = 'Mixed'",
  },

  ...usual(same, `OPERATOR "App".=== ("App".address, "App".address)`),
  {
    object: same,
    attributes: ["restrictEstimator"],
    sql: () => `ALTER OPERATOR "App".=== ("App".address, "App".address) SET (RESTRICT = NONE)`,
  },
  {
    object: same,
    attributes: ["joinEstimator"],
    sql: () => `ALTER OPERATOR "App".=== ("App".address, "App".address) SET (JOIN = areajoinsel)`,
  },
  {
    object: prefix,
    attributes: ["function"],
    sql: () =>
      `DROP OPERATOR "App".@#@ (NONE, "App".address); CREATE OPERATOR "App".@#@ (FUNCTION = "App".number_too, RIGHTARG = "App".address)`,
  },
  { object: prefix, attributes: "missing", sql: () => `DROP OPERATOR "App".@#@ (NONE, "App".address)` },
  ...usual(zips, `OPERATOR FAMILY "App".zips USING btree`),
  {
    object: zips,
    attributes: ["members"],
    sql: () => `ALTER OPERATOR FAMILY "App".zips USING btree DROP OPERATOR 3 ("App".address, integer)`,
  },
  {
    object: zips,
    attributes: ["members"],
    sql: () =>
      `ALTER OPERATOR FAMILY "App".zips USING btree ADD OPERATOR 3 shared.=== (integer, "App".address)`,
  },
  ...usual(zipOps, `OPERATOR CLASS "App".zip_ops USING btree`),
  {
    object: zipOps,
    attributes: ["comment", "default", "members", "owner"],
    sql: () => `DROP OPERATOR CLASS "App".zip_ops USING btree;
      CREATE OPERATOR CLASS "App".zip_ops FOR TYPE "App".address USING btree FAMILY "App".zips AS FUNCTION 1 "App".order_of("App".address, "App".address)`,
  },
  {
    object: pointOps,
    attributes: ["inputType", "members", "storageType"],
    sql: () =>
      `DROP OPERATOR CLASS shared.point_ops USING gist; CREATE OPERATOR CLASS shared.point_ops FOR TYPE box USING gist FAMILY shared.point_ops AS FUNCTION 5 gist_box_penalty`,
  },
  {
    object: toText,
    attributes: ["comment", "context"],
    sql: () =>
      `DROP CAST ("App".address AS text); CREATE CAST ("App".address AS text) WITH FUNCTION "App".as_text("App".address) AS IMPLICIT`,
  },
  {
    object: toText,
    attributes: ["comment", "context", "function", "method"],
    sql: () => `DROP CAST ("App".address AS text); CREATE CAST ("App".address AS text) WITH INOUT`,
  },
  { object: toText, attributes: ["comment"], sql: () => `COMMENT ON CAST ("App".address AS text) IS NULL` },
  { object: toJson, attributes: "missing", sql: () => `DROP CAST ("App".address AS json)` },
  {
    object: { kind: "cast", name: 'text AS "App".address' },
    attributes: "unexpected",
    sql: () => `CREATE CAST (text AS "App".address) WITH INOUT`,
  },
  ...usual(plTwo, `LANGUAGE "plTwo"`, `LANGUAGE "plTwo"`),
  {
    object: plTwo,
    attributes: ["inline", "trusted", "validator"],
    sql: () => `CREATE OR REPLACE LANGUAGE "plTwo" HANDLER "App".language_handler`,
  },
  {
    object: plTwo,
    attributes: ["handler"],
    sql: () =>
      `CREATE OR REPLACE TRUSTED LANGUAGE "plTwo" HANDLER pg_catalog.plpgsql_call_handler INLINE "App".inline_handler VALIDATOR "App".language_validator`,
  },
  {
    object: transform,
    attributes: ["fromSql"],
    sql: () =>
      "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (TO SQL WITH FUNCTION int4recv(internal))",
  },
  {
    object: transform,
    attributes: ["toSql"],
    sql: () =>
      "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
  },
  {
    object: transform,
    attributes: ["comment"],
    sql: () => "COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS NULL",
  },
  ...usual(latin, `CONVERSION "App".latin`),
  {
    object: latin,
    attributes: ["comment", "default", "function", "owner", "sourceEncoding"],
    sql: () =>
      `DROP CONVERSION "App".latin; CREATE CONVERSION "App".latin FOR 'WIN1252' TO 'UTF8' FROM win_to_utf8`,
  },
  {
    object: back,
    attributes: ["destinationEncoding", "function"],
    sql: () =>
      `DROP CONVERSION "App".back; CREATE CONVERSION "App".back FOR 'UTF8' TO 'WIN1252' FROM utf8_to_win`,
  },

  {
    object: { kind: "domain", schema: "App", name: "extra" },
    attributes: "unexpected",
    sql: () => `CREATE DOMAIN "App".extra AS integer`,
  },
  {
    object: rowType,
    attributes: ["attributeComments"],
    sql: () => `COMMENT ON COLUMN shared.row_type.note IS 'x'`,
  },
];
