import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { introspect } from "../introspect/introspect";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { hardSchemas } from "../testing/hard-schemas";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { compare } from "./compare";

describe.each(majors)("a role that may only connect, on PostgreSQL %i", (major) => {
  const role = `poor_${randomBytes(4).toString("hex")}`;
  let database: TestDatabase;
  let owner: Session;
  let poor: Session;

  beforeAll(async () => {
    database = await (await testServer(major)).createDatabase("poor");
    const settings = connectionSettingsFromUrl(database.url);
    owner = await connect(settings);
    await owner.script(`${Object.values(hardSchemas)[0]};
      CREATE SCHEMA closed; CREATE TABLE closed.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text DEFAULT 'x' CHECK (a <> ''));
      CREATE VIEW closed.v AS SELECT * FROM closed.t; CREATE FUNCTION closed.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FOREIGN DATA WRAPPER bare; CREATE SERVER s FOREIGN DATA WRAPPER bare;
      CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'x', password 'never seen');
      REVOKE ALL ON SCHEMA public, closed FROM PUBLIC; CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
    poor = await connect({ ...settings, user: role, password: "x" });
  });
  afterAll(async () => {
    await poor?.close();
    await owner?.execute(`DROP ROLE ${role}`);
    await owner?.close();
    await database?.drop();
  });

  it("sees what the owner sees, reports nothing as missing, and says what it could not see", async () => {
    const expected = await introspect(owner);
    const actual = await introspect(poor);
    const drift = compare(expected, actual);
    expect(drift.differences).toEqual([]);
    expect(drift.verdict).toBe("unknown");
    expect(drift.coverage.notVisible.map(({ kind }) => kind)).toEqual(["user mapping"]);
    expect(actual.get({ kind: "view", schema: "closed", name: "v" })).toEqual(
      expected.get({ kind: "view", schema: "closed", name: "v" }),
    );
  });
});
