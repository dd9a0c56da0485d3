import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "../catalog/fingerprint";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { readDatabase, runScript } from "../testing/plan-sides";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { reconcileRun } from "./reconcile-run";
import type { TransactionFacts } from "./run-outcome";
import { readTarget } from "./target";

describe.each(majors)("on PostgreSQL %i", (major) => {
  let database: TestDatabase;
  let session: Session;
  let other: Session;
  let facts: TransactionFacts;

  beforeEach(async () => {
    database = await (await testServer(major)).createDatabase("reconcile");
    await runScript(database, "CREATE TABLE t (a integer)");
    const settings = connectionSettingsFromUrl(database.url);
    [session, other] = [await connect(settings), await connect(settings)];
    const target = await readTarget(session);
    const before = fingerprint(await readDatabase(database));
    await other.execute("BEGIN");
    await other.execute("ALTER TABLE t ADD COLUMN b text");
    const [row] = await other.query<{ xid: string }>("SELECT pg_current_xact_id()::text AS xid");
    facts = {
      ...{ xid: row?.xid ?? "", step: 0, backendPid: other.backendPid },
      ...{ systemIdentifier: target.systemIdentifier, timeline: target.timeline },
      ...{ databaseOid: target.databaseOid, fingerprintBefore: before, fingerprintAfter: "not read" },
    };
  });
  afterEach(async () => {
    await session.close();
    await other.close();
    await database.drop();
  });

  it("asks the server for the transaction", async () => {
    expect(await reconcileRun(session, facts, { waitMilliseconds: 0 })).toMatchObject({ status: "in doubt" });
    await other.execute("COMMIT");
    expect(await reconcileRun(session, facts)).toMatchObject({
      ...{ status: "committed", by: "transaction status" },
    });
  });

  it("waits for a transaction that is still being ended", async () => {
    const settled = reconcileRun(session, facts);
    await other.execute("ROLLBACK");
    expect(await settled).toMatchObject({ status: "rolled back", by: "transaction status" });
  });

  it("reads the catalog where the number means nothing: after a failover, or in a server that was set back", async () => {
    await other.execute("COMMIT");
    const after = fingerprint(await readDatabase(database));
    const elsewhere: TransactionFacts = { ...facts, timeline: (facts.timeline ?? 0) + 1 };
    const ahead: TransactionFacts = { ...facts, xid: "999999999999" };
    for (const strange of [elsewhere, ahead]) {
      expect(await reconcileRun(session, { ...strange, fingerprintAfter: after })).toMatchObject({
        ...{ status: "committed", by: "catalog" },
      });
      expect(await reconcileRun(session, { ...strange, fingerprintBefore: after })).toMatchObject({
        ...{ status: "rolled back", by: "catalog" },
      });
      expect(await reconcileRun(session, strange)).toMatchObject({ status: "in doubt", by: null });
    }
  });
});
