import { expect, test } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, serversVariable, testServer } from "./test-server";

test("the global setup has started the newest and an older major", () => {
  expect(process.env[serversVariable]).toBeDefined();
  expect(majors).toEqual(expect.arrayContaining([15, 18]));
});

for (const major of majors) {
  test(`a database of a test's own on ${major} is made, used and dropped`, async () => {
    const server = await testServer(major);
    const database = await server.createDatabase("own");
    const session = await connect(connectionSettingsFromUrl(database.url));
    expect(Math.floor(session.serverVersion / 10_000)).toBe(major);
    expect(session.database).toBe(database.name);
    await session.close();
    await database.drop();
    await expect(connect(connectionSettingsFromUrl(database.url))).rejects.toMatchObject({
      code: "no-database",
    });
  });
}
