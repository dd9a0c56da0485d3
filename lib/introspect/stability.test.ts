import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { startTemporaryCluster } from "../postgres/embedded";
import { majors } from "../testing/test-server";
import { introspect } from "./introspect";
import { type QuietRow, quietQuery, stabilityQuery, wasQuiet } from "./stability";

describe("wasQuiet", () => {
  it("holds where no transaction was running and none has begun, also past the 32nd bit", () => {
    expect(wasQuiet({ snapshot: "750:750:", age: 747 })).toBe(true);
    expect(wasQuiet({ snapshot: "4294968046:4294968046:", age: 747 })).toBe(true);
    expect(wasQuiet({ snapshot: "3000000000:3000000000:", age: 3_000_000_000 - 3 - 2 ** 32 })).toBe(true);
  });

  it("does not hold where one was running, where one has begun, and for what is no snapshot", () => {
    expect(wasQuiet({ snapshot: "750:752:750", age: 749 })).toBe(false);
    expect(wasQuiet({ snapshot: "750:752:", age: 749 })).toBe(false);
    expect(wasQuiet({ snapshot: "750:750:", age: 748 })).toBe(false);
    expect(wasQuiet({ snapshot: "", age: 747 })).toBe(false);
  });
});

describe.each(majors)("on PostgreSQL %i, a reading", (major) => {
  // A server of its own: on the shared one somebody always writes.
  let stop: () => Promise<void>;
  let reader: Session;
  let writer: Session;

  beforeAll(async () => {
    const cluster = await startTemporaryCluster({ major });
    stop = () => cluster.stop();
    const settings = connectionSettingsFromUrl(cluster.url("postgres"));
    reader = await connect(settings, { readOnly: true });
    writer = await connect(settings);
    await writer.script("CREATE TABLE a (x int PRIMARY KEY)");
  });
  afterAll(async () => {
    await reader.close();
    await writer.close();
    await stop();
  });

  /** How often a reading hashed the catalogs. */
  async function tokensAsked(meanwhile?: () => Promise<void>): Promise<number> {
    let asked = 0;
    let done = meanwhile;
    const watched: Session = {
      ...reader,
      query: async (sql, values) => {
        if (sql === stabilityQuery) asked += 1;
        const rows = await reader.query<never>(sql, values);
        await done?.();
        done = undefined;
        return rows;
      },
    };
    expect((await introspect(watched)).diagnostics).toEqual([]);
    return asked;
  }

  it("hashes no catalog where nobody writes", async () => {
    expect(await tokensAsked()).toBe(0);
  });

  it("compares the catalogs before and after where somebody wrote meanwhile", async () => {
    expect(await tokensAsked(() => writer.script("INSERT INTO a VALUES (1)"))).toBe(2);
  });

  it("compares them where somebody was writing when it began", async () => {
    await writer.script("BEGIN; INSERT INTO a VALUES (2)");
    expect(await tokensAsked(() => writer.script("COMMIT"))).toBe(2);
    await writer.script("BEGIN; INSERT INTO a VALUES (3)");
    expect(await tokensAsked()).toBe(2);
    await writer.script("COMMIT");
  });

  it("knows of a write in a subtransaction that was rolled back", async () => {
    await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await reader.query("SELECT 1");
    await writer.script("BEGIN; SAVEPOINT s; INSERT INTO a VALUES (4); RELEASE s; ROLLBACK");
    const [row] = await reader.query<QuietRow>(quietQuery);
    await reader.execute("ROLLBACK");
    expect(row && wasQuiet(row)).toBe(false);
  });
});
