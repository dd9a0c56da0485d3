/** What a plan asks of the server's files before it makes, updates or moves an extension, beside the server's own word. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { withoutUndeclared } from "../expected/undeclared";
import { introspect } from "../introspect/introspect";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import type { CatalogObject } from "./kind";

let database: TestDatabase;
let session: Session;

beforeAll(async () => {
  database = await (await testServer()).createDatabase("extension");
  session = await connect(connectionSettingsFromUrl(database.url));
});
afterAll(async () => {
  await session?.close();
  await database?.drop();
});

/** What the questions of a plan to this extension are answered, and what the server says to its statements. */
async function plannedTo(before: string, after: string, changed: Partial<CatalogObject> = {}) {
  await session.execute("BEGIN");
  try {
    await session.script(`SAVEPOINT start; ${after}`);
    const declared = await introspect(session, { insideTransaction: true });
    const extension = declared.objects.find(({ kind }) => kind === "extension") as CatalogObject;
    const expected = declared.with({ replace: [{ ...extension, ...changed } as CatalogObject] });
    await session.script(`ROLLBACK TO start; SET LOCAL search_path = public; ${before}`);
    const actual = await introspect(session, { insideTransaction: true });
    const plan = makePlan(compare(expected, actual), expected, actual);
    const answers: (readonly [string, number])[] = [];
    for (const { question, sql } of plan.statements.flatMap(({ preflight }) => preflight ?? [])) {
      const [row] = await session.query<{ failing: string }>(sql ?? "");
      answers.push([question, Number(row?.failing)]);
    }
    let refusal: string | null = null;
    for (const { sql } of plan.statements)
      await session.execute(sql).catch((error: Error) => {
        refusal ??= error.message;
      });
    return { answers, refusal, sql: plan.statements.map(({ sql }) => sql) };
  } finally {
    await session.execute("ROLLBACK");
  }
}

it("asks whether the server has the extension, in the version that is wanted", async () => {
  const { answers, refusal } = await plannedTo("", "CREATE EXTENSION hstore");
  expect(answers).toEqual([
    [expect.stringMatching(/^Does the server lack version [\d.]+ of the extension hstore\?$/), 0],
  ]);
  expect(refusal).toBeNull();
  const newer = await plannedTo("", "CREATE EXTENSION hstore", { version: "99.5" });
  expect(newer.answers).toEqual([["Does the server lack version 99.5 of the extension hstore?", 1]]);
  expect(newer.refusal).toContain("99.5");
  const any = await plannedTo("", "CREATE EXTENSION hstore", { version: null });
  expect(any).toMatchObject({ answers: [["Does the server lack the extension hstore?", 0]], refusal: null });
});

it("asks whether scripts lead from the version that is there to the one that is wanted", async () => {
  const older = "CREATE EXTENSION hstore VERSION '1.4'";
  const { answers, refusal } = await plannedTo(older, "CREATE EXTENSION hstore VERSION '1.8'");
  expect(answers).toEqual([
    ["Does the server lack scripts that lead the extension hstore from version 1.4 to 1.8?", 0],
  ]);
  expect(refusal).toBeNull();
  const newer = await plannedTo(older, "CREATE EXTENSION hstore", { version: "99.5" });
  expect(newer.answers).toEqual([
    ["Does the server lack scripts that lead the extension hstore from version 1.4 to 99.5?", 1],
  ]);
  expect(newer.refusal).toContain("no update path");
});

it("moves an extension to another schema, and makes anew what cannot be moved", async () => {
  const moved = await plannedTo(
    "CREATE SCHEMA there; CREATE EXTENSION hstore",
    "CREATE SCHEMA there; CREATE EXTENSION hstore WITH SCHEMA there",
  );
  expect(moved).toMatchObject({ refusal: null, sql: ["ALTER EXTENSION hstore SET SCHEMA there"] });
  const tied = await plannedTo(
    "CREATE SCHEMA there; CREATE EXTENSION xml2",
    "CREATE SCHEMA there; CREATE EXTENSION xml2 WITH SCHEMA there",
  );
  expect(tied.refusal).toBeNull();
  expect(tied.sql[0]).toBe("DROP EXTENSION xml2");
  expect(tied.sql[1]).toContain("CREATE EXTENSION xml2 WITH SCHEMA there");
});

it("keeps grants on members of which the source says nothing, wherever the extension goes", async () => {
  const unsaid = { memberGrants: null, memberRevokes: null } as Partial<CatalogObject>;
  const moved = await plannedTo(
    "CREATE SCHEMA there; CREATE EXTENSION hstore; REVOKE EXECUTE ON FUNCTION akeys(hstore) FROM PUBLIC",
    "CREATE SCHEMA there; CREATE EXTENSION hstore WITH SCHEMA there",
    unsaid,
  );
  expect(moved).toMatchObject({ refusal: null, sql: ["ALTER EXTENSION hstore SET SCHEMA there"] });
  const tied = await plannedTo(
    "CREATE SCHEMA there; CREATE EXTENSION xml2; REVOKE EXECUTE ON FUNCTION xml_encode_special_chars(text) FROM PUBLIC",
    "CREATE SCHEMA there; CREATE EXTENSION xml2 WITH SCHEMA there",
    unsaid,
  );
  expect(tied.refusal).toBeNull();
  expect(tied.sql.at(-1)).toBe(
    "REVOKE EXECUTE ON ROUTINE there.xml_encode_special_chars(pg_catalog.text) FROM PUBLIC",
  );
});

it("compares what a source grants on members itself, and no grants of which it says nothing", async () => {
  const read = async (script: string): Promise<Catalog> => {
    await session.execute("BEGIN");
    try {
      await session.script(script);
      return await introspect(session, { insideTransaction: true });
    } finally {
      await session.execute("ROLLBACK");
    }
  };
  const made = "CREATE EXTENSION hstore;";
  const closed = `${made} REVOKE EXECUTE ON FUNCTION hstore(text, text) FROM PUBLIC;`;
  const [plain, guarded] = [await read(made), await read(closed)];
  const differing = (expected: Catalog, actual: Catalog): unknown =>
    compare(expected, actual).differences.flatMap((one) =>
      one.type === "changed" ? one.attributes.map(({ attribute }) => attribute) : [one.type],
    );
  const asSource = (catalog: Catalog): Catalog => withoutUndeclared(catalog, new Set());
  expect(differing(plain, guarded)).toEqual(["memberRevokes"]);
  expect(differing(guarded, plain)).toEqual(["memberRevokes"]);
  expect(differing(asSource(guarded), plain)).toEqual(["memberRevokes"]);
  expect(differing(asSource(plain), guarded)).toEqual([]);
});

it("puts default privileges aside as members are made, and asks whether they are those of a role that cannot", async () => {
  const first = "SELECT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(10)) AS name";
  const [bootstrap] = await session.query<{ name: string }>(first);
  const given = `ALTER DEFAULT PRIVILEGES FOR ROLE ${bootstrap?.name} GRANT EXECUTE ON FUNCTIONS TO pg_monitor`;
  const lacked = [expect.stringMatching(/^Does the server lack version/), 0];
  const others = (answer: number) => [
    expect.stringMatching(/^Are the members of the extension hstore/),
    answer,
  ];
  const { answers, refusal, sql } = await plannedTo(given, `${given}; CREATE EXTENSION hstore`, {
    memberGrants: {},
  });
  expect(answers).toEqual([lacked, others(0)]);
  expect(refusal).toBeNull();
  expect(sql.join("\n").match(/REVOKE .+ FROM pg_monitor|CREATE EXTENSION|GRANT .+ TO pg_monitor/g)).toEqual([
    "REVOKE EXECUTE ON FUNCTIONS FROM pg_monitor",
    "CREATE EXTENSION",
    "GRANT EXECUTE ON FUNCTIONS TO pg_monitor",
  ]);
  const asAnother = `${given}; SET LOCAL ROLE pg_monitor`;
  const refused = await plannedTo(asAnother, `${given}; CREATE EXTENSION hstore`, { memberGrants: {} });
  expect(refused.answers).toEqual([lacked, others(1)]);
  // Who made the source's under the same defaults has the same grants, and who says nothing of them takes what comes.
  const alike = await plannedTo(asAnother, `${given}; CREATE EXTENSION hstore`, {
    memberGrants: { "ROUTINE @extschema@.akeys(@extschema@.hstore)": { pg_monitor: ["EXECUTE"] } },
  });
  expect(alike.answers).toEqual([lacked]);
  const unsaid = { memberGrants: null, memberRevokes: null };
  const free = await plannedTo(given, `${given}; CREATE EXTENSION hstore`, unsaid);
  expect(free).toMatchObject({ answers: [lacked], refusal: null });
  expect(free.sql[0]).toMatch(/^CREATE EXTENSION/);
});
