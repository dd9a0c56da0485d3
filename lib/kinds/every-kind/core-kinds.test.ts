import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../drift/compare";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import { type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { createAgain, readsItsFields, runAll, silentAttributes } from "../../testing/kind-mutations";
import { dumpDifferences, dumpEntries, dumpSchema, findPgDump } from "../../testing/pg-dump";
import { majors } from "../../testing/test-server";
import { kinds } from "../registry";
import { coreFixture, type FixtureNames, fixture } from "./core-kinds.fixture";

const core = ["schema", "extension", "enum", "sequence", "table", "column", "constraint", "index", "view"];
const coreKinds = kinds.filter((kind) => core.includes(kind.kind));

describe.each(majors)("on PostgreSQL %i", (major) => {
  let laboratory: Laboratory<FixtureNames>;

  beforeAll(async () => {
    laboratory = await openLaboratory(coreFixture, namesOf(coreFixture), major);
  });
  afterAll(() => laboratory?.close());

  it.each(coreKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    (_, kind) => readsItsFields(laboratory.declared, kind),
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    // A foreign table's columns are read with the kinds that stand around tables.
    const since: { readonly [attribute: string]: number } = {
      identityPersistence: 15,
      notNullComment: 18,
      notNullConstraint: 18,
      notNullNoInherit: 18,
      notNullNotValid: 18,
    };
    const later = Object.keys(since).filter((attribute) => major < (since[attribute] ?? 0));
    const silent = ["foreignOptions", ...later].map((attribute) => `column: ${attribute}`);
    // A key without parts keeps everything from being made beside it: one of the changes, and not of the fixture.
    const parts = ["constraint: attachedParts", "constraint: lacksParts", "index: attachedParts"];
    const founder = major < 15 ? [] : ["schema: founder"];
    expect(silentAttributes(coreKinds, laboratory.expected).toSorted()).toEqual(
      [...silent, ...parts, ...founder].toSorted(),
    );
  });

  it("creates everything again from what it read", async () => {
    const { expected, declaredDatabase } = laboratory;
    const { session, database } = await laboratory.emptyDatabase();
    await createAgain(session, expected);
    const again = await introspect(session);
    expect(compare(expected, again).differences).toEqual([]);
    expect(compare(again, expected).differences).toEqual([]);
    const pgDump = await findPgDump(major);
    if (pgDump === null) return;
    const [wanted, present] = await Promise.all(
      [declaredDatabase, database].map(async ({ url }) => dumpEntries(await dumpSchema(pgDump.program, url))),
    );
    expect(dumpDifferences(wanted ?? new Map(), present ?? new Map())).toEqual([]);
  });

  it("drops everything in an order that works", async () => {
    const { session } = await laboratory.emptyDatabase();
    const empty = await introspect(session);
    await session.script(fixture(laboratory.names, major));
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    await runAll(session, plan.statements);
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });
});
