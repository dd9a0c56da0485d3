import { expect, onTestFinished, test } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { testServer } from "../testing/test-server";
import { introspect } from "./introspect";

/** What a reading says of a database in SQL_ASCII in which this was done. */
async function said(sql: string): Promise<unknown> {
  const server = await testServer();
  const database = await server.createDatabase("ascii", "template0", "SQL_ASCII");
  onTestFinished(() => database.drop());
  const session = await connect(connectionSettingsFromUrl(database.url));
  onTestFinished(() => session.close());
  await session.script(sql);
  return introspect(session).then(
    ({ objects }) => objects.filter(({ kind }) => kind === "table").map(({ name }) => name),
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  );
}

/** SQL that makes a name or text of bytes: `\351` is é in LATIN1 and nothing in UTF-8. */
const run = (format: string): string =>
  `SET check_function_bodies = off; DO $$ BEGIN EXECUTE pg_catalog.format('${format}', pg_catalog.convert_from('a\\351'::bytea, 'SQL_ASCII')); END $$`;

test("names and texts that are UTF-8 are read in a database of no encoding", async () => {
  expect(await said('CREATE TABLE "straße" (x int)')).toEqual(["straße"]);
});

test.each([
  ["CREATE TABLE %I (x int)", "A relation a\\xe9"],
  ["CREATE TABLE t (%I int)", "A column a\\xe9"],
  ["CREATE TABLE t (); COMMENT ON TABLE t IS %L", "The comment on table t"],
  ["CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS %L", "The body of the routine f"],
])("what is no UTF-8 is named, and nothing is compared: %s", async (format, named) => {
  expect(await said(run(format))).toBe(
    `text-unreadable: ${named} is no UTF-8, and the database's encoding is SQL_ASCII.`,
  );
});
