import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../catalog/catalog";
import { compare } from "../../drift/compare";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import type { Session } from "../../postgres/connect";
import { type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { createAgain, readsItsFields, runAll, silentAttributes } from "../../testing/kind-mutations";
import { dumpLines, findPgDump } from "../../testing/pg-dump";
import { majors } from "../../testing/test-server";
import type { CatalogObject } from "../kind";
import { kinds } from "../registry";
import { type FixtureNames, fixture, surroundingFixture } from "./surrounding-kinds.fixture";

const names = [
  "domain",
  "composite type",
  "range type",
  "collation",
  "default privileges",
  "publication",
  "subscription",
  "foreign data wrapper",
  "server",
  "user mapping",
  "foreign table",
  "cast",
  "operator",
  "operator class",
  "operator family",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
  "statistics",
  "language",
  "transform",
  "conversion",
  "base type",
  "access method",
];
const surroundingKinds = kinds.filter((kind) => names.includes(kind.kind));

/** Server-wide objects and what only its owner can make again stay out of what is created from a reading. */
const creatable = (object: CatalogObject): boolean =>
  object.kind !== "subscription" && !(object.kind === "foreign data wrapper" && object.name === "Wrap");

describe.each(majors)("on PostgreSQL %i", (major) => {
  let laboratory: Laboratory<FixtureNames>;
  let roles: FixtureNames;
  let declared: Session;
  let expected: Catalog;

  beforeAll(async () => {
    laboratory = await openLaboratory(surroundingFixture, namesOf(surroundingFixture), major);
    ({ names: roles, declared, expected } = laboratory);
  });
  afterAll(() => laboratory?.close());

  it.each(surroundingKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    (_, kind) => readsItsFields(declared, kind),
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    const silent = silentAttributes(surroundingKinds, expected);
    // A subscription of the fixture that is enabled would look for its publisher all the time.
    const never = ["subscription: enabled"];
    const since: { readonly [attribute: string]: number } = {
      "subscription: disableOnError": 15,
      "subscription: twoPhase": 15,
      "subscription: synchronousCommit": 15,
      "publication: schemas": 15,
      "collation: rules": 16,
      "subscription: runAsOwner": 16,
      "domain: notNullConstraint": 17,
      "domain: notNullComment": 17,
      "subscription: failover": 17,
    };
    const later = Object.keys(since).filter((attribute) => major < (since[attribute] ?? 0));
    expect(silent.toSorted()).toEqual([...never, ...later].toSorted());
  });

  it("never reads a secret", () => {
    const text = JSON.stringify(expected.objects);
    expect(text).not.toContain("never seen");
    expect(text).not.toContain("nowhere");
    expect(text).toContain("password=(redacted)");
  });

  it("claims nothing of user mappings whose options the role may not see", async () => {
    await declared.execute(`SET ROLE ${roles.reader}`);
    const seen = await introspect(declared);
    await declared.execute("RESET ROLE");
    expect(seen.coverage.notVisible).toMatchObject([{ kind: "user mapping" }]);
    const drift = compare(expected, seen);
    expect(drift.verdict).toBe("unknown");
    expect(drift.differences).toEqual([]);
  });

  it("counts what is left out, with the reason", async () => {
    await declared.execute("BEGIN");
    await declared.script(
      `CREATE TABLE shared.above (x int); CREATE TABLE shared.below () INHERITS (shared.above);
       ALTER TABLE shared.above ADD CONSTRAINT positive CHECK (x > 0) NOT VALID; ALTER TABLE shared.below VALIDATE CONSTRAINT positive;
       SELECT pg_catalog.lo_create(0); GRANT USAGE ON TYPE "App".coded TO ${roles.reader};
       GRANT EXECUTE ON FUNCTION pg_catalog.pg_log_backend_memory_contexts(integer) TO ${roles.reader};
       GRANT SELECT (rolname), SELECT (rolsuper) ON pg_catalog.pg_authid TO ${roles.reader};
       REVOKE SELECT ON pg_catalog.pg_tables FROM PUBLIC; GRANT CREATE ON SCHEMA pg_catalog TO ${roles.reader};
       GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO ${roles.reader}; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() FROM ${roles.reader};
       GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO ${roles.reader}; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM ${roles.reader}`,
    );
    const { notRead } = (await introspect(declared, { insideTransaction: true })).coverage;
    await declared.execute("ROLLBACK");
    expect(notRead.map(({ kind, count }) => [kind, count]).toSorted()).toEqual([
      ["check that is valid on a child table and not on its parent", 1],
      ["grant on an object of the system", 5],
      ["grant on the row type of a table", 1],
      ["large object", 1],
    ]);
    expect(notRead.every(({ reason }) => !reason.includes("yet"))).toBe(true);
  });

  it("leaves to the operator what cannot be created without a secret, and what needs it", async () => {
    await declared.execute("BEGIN");
    await declared.script(
      `CREATE SERVER locked FOREIGN DATA WRAPPER bare OPTIONS (host 'h', api_key 'never seen');
       CREATE USER MAPPING FOR PUBLIC SERVER archive OPTIONS (password 'never seen');
       CREATE FOREIGN TABLE shared.behind (id integer) SERVER locked`,
    );
    const source = await introspect(declared, { insideTransaction: true });
    await declared.execute("ROLLBACK");
    const plan = makePlan(compare(source, expected), source, expected);
    expect(plan.statements).toEqual([]);
    expect(plan.manual.map(({ object }) => object.name).toSorted()).toEqual([
      "PUBLIC on archive",
      "behind",
      "locked",
    ]);
    expect(JSON.stringify([source, plan])).not.toContain("never seen");
  });

  it("creates everything again from what it read", async () => {
    const { session, database } = await laboratory.emptyDatabase();
    await createAgain(session, expected, creatable);
    const again = await introspect(session);
    expect(compare(expected, again).differences.map(({ object }) => object.name)).toEqual(["Feed", "Wrap"]);
    const pgDump = await findPgDump(major);
    if (pgDump === null) return;
    await session.script(
      `CREATE FOREIGN DATA WRAPPER "Wrap" HANDLER "App".wrap OPTIONS (host 'h', "password" 'never seen');
       COMMENT ON FOREIGN DATA WRAPPER "Wrap" IS 'not a real one'; GRANT USAGE ON FOREIGN DATA WRAPPER "Wrap" TO ${roles.reader}`,
    );
    expect(await dumpLines(pgDump.program, database.url, "--no-subscriptions")).toEqual(
      await dumpLines(pgDump.program, laboratory.declaredDatabase.url, "--no-subscriptions"),
    );
  });

  it("makes a base type with the functions that it is made of, and leaves one that nobody expects to people", async () => {
    const [declaring, other] = [await laboratory.emptyDatabase(), await laboratory.emptyDatabase()];
    const empty = await introspect(other.session);
    await declaring.session.script(
      `CREATE TYPE code; CREATE FUNCTION code_in(cstring) RETURNS code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
       CREATE FUNCTION code_out(code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
       CREATE TYPE code (INPUT = code_in, OUTPUT = code_out, LIKE = integer); CREATE TABLE coded (code code DEFAULT '1');
       CREATE FUNCTION heap_by_hand(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
       CREATE ACCESS METHOD by_hand TYPE TABLE HANDLER heap_by_hand; CREATE TABLE kept (a integer) USING by_hand`,
    );
    const full = await introspect(declaring.session);
    const made = makePlan(compare(full, empty), full, empty);
    expect(made.manual).toEqual([]);
    await runAll(other.session, made.statements);
    expect(compare(full, await introspect(other.session)).differences).toEqual([]);
    const dropped = makePlan(compare(empty, full), empty, full);
    // Both functions for its sake, and it for theirs.
    expect(dropped.manual.map(({ object }) => object.name)).toEqual(["code", "code_out", "code_in"]);
    expect(dropped.manual[0]?.reason).toContain("only CASCADE would take them all");
    await runAll(other.session, dropped.statements);
    const left = compare(empty, await introspect(other.session)).differences;
    expect(left.map(({ object }) => object.name).toSorted()).toEqual(["code", "code_in", "code_out"]);
  });

  it("completes a type that was announced, with the functions that it is made of and whatever else is of it", async () => {
    const [declaring, other] = [await laboratory.emptyDatabase(), await laboratory.emptyDatabase()];
    await declaring.session.script(
      `CREATE TYPE code; CREATE FUNCTION code_in(cstring) RETURNS code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
       CREATE FUNCTION code_out(code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
       CREATE TYPE code (INPUT = code_in, OUTPUT = code_out, LIKE = integer); CREATE TABLE coded (code code DEFAULT '1');
       CREATE FUNCTION same(code) RETURNS code LANGUAGE sql AS 'SELECT $1';
       COMMENT ON TYPE code IS 'a number'; ALTER TYPE code OWNER TO ${roles.owner}; GRANT USAGE ON TYPE code TO ${roles.reader}`,
    );
    const full = await introspect(declaring.session);
    await other.session.script(
      `CREATE TYPE code; ALTER TYPE code OWNER TO ${roles.reader};
       CREATE FUNCTION code_out(code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
       ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO ${roles.owner} WITH GRANT OPTION`,
    );
    const before = await introspect(other.session);
    const plan = makePlan(compare(full, before), full, before);
    expect(plan.manual).toEqual([]);
    await runAll(other.session, plan.statements);
    expect(compare(full, await introspect(other.session)).differences).toEqual([]);
    // Nothing makes a mere name of a type that is there.
    const back = makePlan(compare(before, full), before, full);
    expect(back.manual.map(({ object }) => object.name)).toContain("code");
    expect(back.statements.map(({ sql }) => sql).join("; ")).not.toContain("TYPE public.code SET");
  });

  it("drops everything in an order that works", async () => {
    const { session } = await laboratory.emptyDatabase();
    const empty = await introspect(session);
    // A canonical function and its range type, a base type and its functions hold each other: neither can be dropped alone.
    await session.script(fixture(roles, major));
    await session.script(`DROP TYPE "App".whole, "App".code CASCADE`);
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    await runAll(session, plan.statements);
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });
});
