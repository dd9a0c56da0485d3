import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rightsOf } from "../access/authority";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { appendAudit, auditWriter, streamAudit } from "../store/audit";
import { inTransaction } from "../store/client";
import { type TestStore, testStore } from "../testing/test-store";
import { anchorAudit } from "./anchor-audit";
import type { Context } from "./context";
import { exportAudit } from "./export-audit";
import { auditFilterSchema, readAudit } from "./read-audit";
import { recordAudit } from "./record-audit";
import { auditSentence, verifyAudit } from "./verify-audit";

let made: TestStore;
let session: Session;
let home: string;
const homeBefore = process.env.PLUMBLINE_HOME;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "plumbline-audit-"));
  process.env.PLUMBLINE_HOME = home;
  made = await testStore();
  session = await connect(connectionSettingsFromUrl(made.database.url));
});

afterAll(async () => {
  await session.close();
  await made.drop();
  await rm(home, { recursive: true });
  if (homeBefore === undefined) delete process.env.PLUMBLINE_HOME;
  else process.env.PLUMBLINE_HOME = homeBefore;
});

const deed = (id: string, action = "plan.approve") => ({
  action,
  object: { kind: "plan", id },
  database: "orders-prod",
  detail: { comment: 'line\nbreak, "quoted", =1+1' },
});

test("twenty deeds at once make one chain without a fork", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => recordAudit(made.operator, deed(`P-${index}`))));
  const verdict = await verifyAudit(made.operator);
  expect(verdict).toMatchObject({ entries: 20, breaks: [], head: { number: 20 }, writerIsSeparate: true });
  const previous = new Set<string>();
  for await (const entry of streamAudit(made.store)) previous.add(entry.previousHash);
  expect(previous.size).toBe(20);
});

test("a deed that breaks off leaves no entry, and an entry that cannot be written undoes its deed", async () => {
  const before = (await verifyAudit(made.operator)).entries;
  await expect(
    inTransaction(made.store, async (store) => {
      await recordAudit(made.operator, deed("P-21"), store);
      throw new Error("the deed broke off");
    }),
  ).rejects.toThrow("broke off");
  await session.script("ALTER TABLE audit_entries ADD CONSTRAINT shut CHECK (number < 0) NOT VALID");
  try {
    await expect(
      inTransaction(made.store, async (store) => {
        await store.client.nonce.create({
          data: { hash: "deed", purpose: "test", userId: "ana", expiresAt: new Date() },
        });
        await recordAudit(made.operator, deed("P-22"), store);
      }),
    ).rejects.toThrow();
  } finally {
    await session.script("ALTER TABLE audit_entries DROP CONSTRAINT shut");
  }
  expect(await made.store.client.nonce.count()).toBe(0);
  expect((await verifyAudit(made.operator)).entries).toBe(before);
});

test("the store refuses every change of an entry, and its writer may do nothing but insert", async () => {
  for (const change of [
    "UPDATE audit_entries SET actor_name = 'Ben' WHERE number = 1",
    "DELETE FROM audit_entries WHERE number = 1",
    "TRUNCATE audit_entries",
  ]) {
    await expect(session.query(change), change).rejects.toMatchObject({ code: "23001" });
  }
  await session.script(`SET ROLE ${auditWriter}`);
  try {
    for (const [act, code] of [
      ["SELECT number FROM audit_entries", "42501"],
      ["UPDATE audit_entries SET actor_name = 'Ben'", "42501"],
      ["DELETE FROM audit_entries", "42501"],
      ["ALTER TABLE audit_entries DISABLE TRIGGER ALL", "42501"],
      ["SELECT secret FROM databases", "42501"],
    ] as const) {
      await expect(session.query(act), act).rejects.toMatchObject({ code });
    }
  } finally {
    await session.script("RESET ROLE");
  }
});

test("who switches the triggers off to edit, remove or cut is found out by chain and heads", async () => {
  const worker = made.worker;
  const head = await anchorAudit(worker, null);
  expect(await anchorAudit(worker, head)).toBe(head);
  expect(auditSentence(await verifyAudit(made.operator))).toBe("20 entries, chain intact.");
  const tamper = async (sql: string): Promise<readonly string[]> => {
    await session.script("BEGIN; ALTER TABLE audit_entries DISABLE TRIGGER USER");
    await session.script(
      `CREATE TEMP TABLE kept ON COMMIT PRESERVE ROWS AS TABLE audit_entries; ${sql}; COMMIT`,
    );
    try {
      return (await verifyAudit(made.operator)).breaks.map(({ reason }) => reason);
    } finally {
      await session.script(
        "BEGIN; DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM kept; DROP TABLE kept; ALTER TABLE audit_entries ENABLE TRIGGER USER; COMMIT",
      );
    }
  };
  expect(await tamper("UPDATE audit_entries SET result = 'denied' WHERE number = 7")).toEqual(["edited"]);
  expect(await tamper("DELETE FROM audit_entries WHERE number = 7")).toEqual(["missing"]);
  expect(await tamper("DELETE FROM audit_entries WHERE number > 15")).toEqual(["cut off"]);
  expect(await tamper("DELETE FROM audit_entries")).toEqual(["cut off"]);
  expect((await verifyAudit(made.operator)).breaks).toEqual([]);
});

test("filters, pages and exports give the same entries; formulas are defused; the export is an entry itself", async () => {
  await recordAudit(made.operator, deed("R-1", "run.start"));
  const query = auditFilterSchema.parse({ action: "run.*", database: "orders-prod" });
  const page = await readAudit(made.operator, query);
  expect(page).toMatchObject({ total: 1, next: null, entries: [{ objectId: "R-1", action: "run.start" }] });
  const read = async (format: "csv" | "jsonl"): Promise<string> => {
    let text = "";
    for await (const part of await exportAudit(made.operator, query, format)) text += part;
    return text;
  };
  const json = (await read("jsonl"))
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(json).toMatchObject([{ objectId: "R-1", detail: deed("R-1").detail }]);
  expect((await read("csv")).split("\r\n")[1]).toContain('R-1,,orders-prod,done,,,,"{""comment""');
  const exports = await readAudit(made.operator, auditFilterSchema.parse({ action: "audit.export" }));
  expect(exports.total).toBe(2);
});

test("people, tokens and invitations are found and shown by name, also in exports; what is gone by what it was called", async () => {
  const id = "3f0e9b1c-5d7a-4c36-9a55-0d9d1a6f2b10";
  await made.store.client.user.create({
    data: { id, name: "Zoë Őri", email: "zoe@example.com", emailVerified: true },
  });
  const gone = { action: "token.revoke", object: { kind: "token", id }, detail: { name: "pipeline" } };
  await recordAudit(made.operator, { action: "person.disable", object: { kind: "person", id } });
  await recordAudit(made.operator, gone);
  for (const object of ["zoë Őri", "ZOE@example.com", id]) {
    const page = await readAudit(made.operator, auditFilterSchema.parse({ object }));
    expect(
      page.entries.map(({ objectName }) => objectName),
      object,
    ).toEqual(["pipeline", "Zoë Őri"]);
  }
  let csv = "";
  const query = auditFilterSchema.parse({ object: "Zoë Őri", action: "person.*" });
  for await (const part of await exportAudit(made.operator, query, "csv")) csv += part;
  expect(
    csv
      .split("\r\n")
      .slice(0, 2)
      .map((line) => line.split(",").slice(6, 9)),
  ).toEqual([
    ["objectKind", "objectId", "objectName"],
    ["person", id, "Zoë Őri"],
  ]);
  // A name changes; what was written down does not.
  await made.store.client.user.delete({ where: { id } });
  expect((await verifyAudit(made.operator)).breaks).toEqual([]);
});

test("an operator may not read the log", async () => {
  const operator: Context = {
    ...made.operator,
    actor: { ...made.operator.actor, name: "Olga", rights: rightsOf("operator") },
  };
  for (const attempt of [
    () => readAudit(operator, {}),
    () => verifyAudit(operator),
    () => exportAudit(operator, {}, "csv"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not-allowed" });
  }
});

test("times are kept to the millisecond, so that the hash of what is read is the hash of what was written", async () => {
  const at = new Date("2026-11-24T02:03:04.567Z");
  await appendAudit(made.store, {
    ...{ at, actor: { kind: "person", id: "a", name: "Ана 🙂 \u202e" }, action: "x.y", result: "done" },
    ...{ object: { kind: "x", id: "1" }, database: null, address: null, agent: null, requestId: null },
    detail: { z: 1, a: [null, "é", "e\u0301"] },
  });
  expect((await verifyAudit(made.operator)).breaks).toEqual([]);
});
