import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { compare } from "./compare";

const newer = 18;
const suffix = randomBytes(4).toString("hex");
/** Named by grants; alice has it through the team, the last exists on one server only. */
const [reader, team, alice, absent] = ["reader", "team", "alice", "absent"].map(
  (name) => `${name} in ${suffix}`,
) as [string, string, string, string];

describe("roles that grants, owners and policies name", () => {
  const databases: TestDatabase[] = [];
  const sessions: Session[] = [];
  let expected: Catalog;
  let actual: Catalog;

  beforeAll(async () => {
    const build = async (major: number, roles: readonly string[], sql: string): Promise<Catalog> => {
      const database = await (await testServer(major)).createDatabase("roles");
      databases.push(database);
      const session = await connect(connectionSettingsFromUrl(database.url));
      sessions.push(session);
      for (const role of roles) await session.execute(`CREATE ROLE "${role}"`);
      await session.script(sql);
      return introspect(session);
    };
    const table = `CREATE TABLE t (a int, b int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO "${reader}"`;
    expected = await build(
      newer,
      [reader, absent],
      `${table}; GRANT UPDATE (a) ON t TO "${absent}"; CREATE POLICY p ON t TO "${absent}" USING (true)`,
    );
    actual = await build(
      majors.find((major) => major !== newer) ?? newer,
      [reader, team, alice],
      `${table}; GRANT "${reader}" TO "${team}"; GRANT "${team}" TO "${alice}"`,
    );
  });
  afterAll(async () => {
    for (const session of sessions) await session.close();
    for (const [place, major] of [newer, majors.find((one) => one !== newer) ?? newer].entries()) {
      await databases[place]?.drop();
      const server = await testServer(major);
      const admin = await connect(connectionSettingsFromUrl(server.url("postgres")));
      for (const role of [alice, team, reader, absent]) await admin.execute(`DROP ROLE IF EXISTS "${role}"`);
      await admin.close();
    }
  });

  const sentences = (one: Catalog, other: Catalog, code: string): readonly string[] =>
    compare(one, other)
      .findings.filter((finding) => finding.code === code)
      .map(({ sentence }) => sentence.replaceAll(suffix, "X"));

  it("are reported where the database's server does not have them, and no statement makes them", () => {
    expect(sentences(expected, actual, "role-missing")).toEqual([
      "role absent in X does not exist on the server, and 2 expected objects name it",
    ]);
    expect(sentences(actual, expected, "role-missing")).toEqual([]);
    const missing = compare(expected, actual).findings.find(({ code }) => code === "role-missing");
    expect(missing).toMatchObject({ security: true, severity: "high", statements: [] });
    expect(missing?.remedy).toContain(`CREATE ROLE "${absent}"`);
  });

  it("are reported with whoever has what is granted to them by membership, through others too", () => {
    expect(sentences(expected, actual, "role-membership")).toEqual([
      'role membership "alice in X" in "reader in X" lets the one have what is granted to the other',
      'role membership "team in X" in "reader in X" lets the one have what is granted to the other',
    ]);
  });

  it("are reported with whoever should have it by membership, as the other database's server has it", () => {
    expect(sentences(actual, expected, "role-membership")).toEqual([]);
    const both = new Catalog({
      ...expected,
      dependencies: expected.dependencies,
      roles: [...(expected.roles ?? []), { name: team, memberOf: [] }, { name: alice, memberOf: [] }],
    });
    expect(sentences(actual, both, "role-membership")).toEqual([
      'role membership "alice in X" in "reader in X" exists where the expected schema was read, and not here',
      'role membership "team in X" in "reader in X" exists where the expected schema was read, and not here',
    ]);
    expect(sentences(actual.withoutRoles(), both, "role-membership")).toEqual([]);
  });

  it("make no difference of two databases with the same grants", () => {
    expect(compare(actual, actual).differences).toEqual([]);
  });
});
