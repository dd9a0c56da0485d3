import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import { lockedCatalog } from "./locked-catalog";

let database: TestDatabase;
beforeAll(async () => {
  database = await (await testServer()).createDatabase("locked");
});
afterAll(() => database.drop());

/** What is said while a session of this name has a table to itself. */
async function saidBeside(applicationName: string): Promise<string> {
  const settings = connectionSettingsFromUrl(database.url);
  const holder = await connect(settings, { applicationName });
  const reader = await connect(settings);
  try {
    await holder.script(
      "CREATE TABLE IF NOT EXISTS held (x int); BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE",
    );
    const { message, hint } = await lockedCatalog(reader, new Error("55P03"));
    return `${message.replace(String(holder.backendPid), "‹pid›")} ${hint ?? ""}`;
  } finally {
    await holder.close();
    await reader.close();
  }
}

test("the locks of a run of our own are called that, and those of others a migration's", async () => {
  expect(await saidBeside("plumbline apply 3fa9c1d2")).toBe(
    "A run or rehearsal of Plumbline holds the locks of its plan (hash 3fa9c1d2, process ‹pid›). Nothing is wrong. Check again when it has ended.",
  );
  expect(await saidBeside("alembic")).toBe(
    "An object of the database stayed locked by another session's DDL. A migration may be running. Check again when it has finished.",
  );
});

test("where the server answers nothing any more the locks are somebody's", async () => {
  const reader = await connect(connectionSettingsFromUrl(database.url));
  await reader.close();
  expect((await lockedCatalog(reader, new Error("55P03"))).message).toContain("another session");
});
