import { describe, expect, it } from "vitest";
import { type BackupLevel, bestEvidence, covers, type Evidence, isOld, type TableName } from "./backup-level";

const now = new Date("2026-11-29T02:00:00Z");
let numbers = 0;
const evidence = (level: BackupLevel, minutesAgo: number, tables: Evidence["tables"] = null): Evidence => ({
  ...{ number: ++numbers, level, tables },
  takenAt: new Date(now.getTime() - minutesAgo * 60_000),
});
const users: TableName = { schema: "public", name: "users" };
const orders: TableName = { schema: "public", name: "orders" };

describe("backup evidence", () => {
  it("covers the tables whose rows are in it, and every table where it holds the whole database", () => {
    expect(covers({ tables: null }, [users, orders])).toBe(true);
    expect(covers({ tables: [users] }, [users])).toBe(true);
    expect(covers({ tables: [users] }, [users, orders])).toBe(false);
    expect(covers({ tables: [users] }, [{ schema: "Public", name: "users" }])).toBe(false);
  });

  it("is old once two hours have passed, not before", () => {
    expect(isOld(evidence(3, 120), now)).toBe(false);
    expect(isOld({ takenAt: new Date(now.getTime() - 120 * 60_000 - 1) }, now)).toBe(true);
  });

  it("prefers what a destructive fix may rest on, then the fresh, then the better, then the newer", () => {
    const word = evidence(0, 1);
    const snapshot = evidence(1, 1);
    const oldTested = evidence(3, 6_000);
    const freshRead = evidence(2, 90);
    const freshTested = evidence(3, 119);
    const newest = evidence(3, 10);
    const best = (...all: readonly Evidence[]) => bestEvidence(all, [users], now)?.number;
    expect(best(word, snapshot)).toBe(snapshot.number);
    expect(best(word, snapshot, oldTested)).toBe(oldTested.number);
    expect(best(oldTested, freshRead)).toBe(freshRead.number);
    expect(best(freshRead, freshTested)).toBe(freshTested.number);
    expect(best(freshTested, newest)).toBe(newest.number);
    expect(best(evidence(3, 1, [orders]))).toBeUndefined();
  });
});
