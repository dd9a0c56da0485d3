import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import { refuseOtherMigrators } from "./other-migrators";

/** CRC-32 by its definition (ISO 3309), so that the table of zlib is not asked about itself. */
function railsKey(name: string): bigint {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(name)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return 2_053_462_845n * BigInt((crc ^ 0xffffffff) >>> 0);
}

describe("a migration that is running", () => {
  let database: TestDatabase;
  let session: Session;
  let other: Session;

  beforeEach(async () => {
    database = await (await testServer()).createDatabase("migrators");
    const settings = connectionSettingsFromUrl(database.url);
    [session, other] = [await connect(settings), await connect(settings)];
  });
  afterEach(async () => {
    await session.close();
    await other.close();
    await database.drop();
  });

  it.each([
    ["Prisma Migrate", "72707369"],
    ["goose", "4097083626"],
    // As ActiveRecord computes it: a constant times CRC-32 of the database's name, here bit by bit.
    ["Rails", "rails"],
    ["Flyway", "77431708279161 + 12345"],
    ["Flyway", "77431708279161 - 2100000000"],
  ])("is recognised by the lock of %s", async (tool, key) => {
    await refuseOtherMigrators(session);
    await other.query(
      `SELECT pg_advisory_lock((${key === "rails" ? railsKey(database.name) : key})::bigint)`,
    );
    await expect(refuseOtherMigrators(session)).rejects.toMatchObject({
      ...{ code: "migration-running", message: `${tool} is migrating this database at the moment.` },
      details: [`${tool}, process ${other.backendPid}`],
    });
  });

  it("is not seen in a lock of the application, nor in one of another database", async () => {
    await other.query("SELECT pg_advisory_lock(42), pg_advisory_lock(1, 72707369)");
    const elsewhere = await (await testServer()).createDatabase("migrators");
    const third = await connect(connectionSettingsFromUrl(elsewhere.url));
    try {
      await third.query("SELECT pg_advisory_lock(72707369)");
      await refuseOtherMigrators(session);
    } finally {
      await third.close();
      await elsewhere.drop();
    }
  });
});
