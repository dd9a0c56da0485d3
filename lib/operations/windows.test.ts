import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rightsOf } from "../access/authority";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { addDatabase } from "./add-database";
import { attachPlanToWindow } from "./attach-plan-to-window";
import { cancelWindow } from "./cancel-window";
import { closeWindow } from "./close-window";
import type { Context } from "./context";
import { type CreateWindowInput, createWindow } from "./create-window";
import { decideWindow } from "./decide-window";
import { extendWindow } from "./extend-window";
import { followWindow } from "./follow-window";
import { listWindows } from "./list-windows";
import { openWindowEarly } from "./open-window-early";
import { readWindow } from "./read-window";
import { windowNow } from "./window-now";

let store: TestStore;
let database: TestDatabase;
let slug: string;
let databaseId: string;

beforeAll(async () => {
  store = await testStore();
  database = await (await testServer()).createDatabase("windows");
  const added = await addDatabase(store.operator, {
    connection: {
      ...{ host: database.host, port: database.port, database: database.name },
      ...{ user: database.user, password: database.password, tls: "disable" },
    },
    source: { given: "pasted", text: "CREATE TABLE users (id integer);" },
    name: "shop",
  });
  slug = added.database.slug;
  databaseId = added.database.id;
});

afterAll(async () => {
  await store.drop();
  await database.drop();
});

/** The operator at a moment. */
const at = (moment: string): Context => ({ ...store.operator, now: () => new Date(moment) });

const input = (changes: Partial<CreateWindowInput> = {}): CreateWindowInput => ({
  ...{ name: "Sunday night", databases: [slug], date: "2026-11-29", time: "02:00" },
  ...{ timeZone: "Europe/Paris", minutes: 120, repeat: "none", goRequired: true },
  ...changes,
});

const before = "2026-11-28T12:00:00.000Z";
const starts = new Date("2026-11-29T01:00:00.000Z");
const during = "2026-11-29T01:30:00.000Z";

describe("a window", () => {
  it("opens when somebody has said go, is extended, and closed at once", async () => {
    const { window } = await createWindow(at(before), input());
    const chosen = { id: window.id, scheduledAt: starts };
    const openAt = async (moment: string) =>
      (await windowNow(store.store, databaseId, new Date(moment))).open;
    expect(await openAt(during)).toBeNull();
    expect(await windowNow(store.store, databaseId, new Date(before))).toMatchObject({
      ...{ open: null, next: { id: window.id, startsAt: starts, needsGo: true } },
    });
    await decideWindow(at("2026-11-29T00:40:00Z"), { ...chosen, go: true });
    expect(await openAt("2026-11-29T00:59:59.999Z")).toBeNull();
    expect(await openAt("2026-11-29T01:00:00.000Z")).toMatchObject({
      endsAt: new Date("2026-11-29T03:00:00Z"),
    });
    await extendWindow(at(during), chosen);
    expect(await openAt("2026-11-29T03:14:59.999Z")).toMatchObject({ id: window.id });
    expect(await openAt("2026-11-29T03:15:00.000Z")).toBeNull();
    expect((await readWindow(at(during), window.id)).current?.state).toBe("extended");
    await closeWindow(at("2026-11-29T02:00:00Z"), chosen);
    expect(await openAt("2026-11-29T02:00:00.000Z")).toBeNull();
    const over = await readWindow(at("2026-11-29T02:00:01Z"), window.id);
    expect([over.current, over.next, over.past.map(({ state }) => state)]).toEqual([null, [], ["closed"]]);
    await expect(extendWindow(at("2026-11-29T02:00:01Z"), chosen)).rejects.toMatchObject({
      code: "window-not-open",
    });
    const actions = await store.store.client.auditEntry.findMany({
      where: { objectId: window.id },
      orderBy: { number: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual([
      ...["window.create", "window.go", "window.extend", "window.close"],
    ]);
  });

  it("can be opened early by an approver, within a day of its start", async () => {
    const { window } = await createWindow(at(before), input({ name: "early" }));
    const chosen = { id: window.id, scheduledAt: starts };
    await expect(openWindowEarly(at("2026-11-28T00:59:59Z"), chosen)).rejects.toMatchObject({
      code: "too-early",
    });
    await openWindowEarly(at("2026-11-28T20:00:00Z"), chosen);
    const now = new Date("2026-11-28T20:00:00Z");
    expect((await windowNow(store.store, databaseId, now)).open).toMatchObject({ id: window.id });
    await decideWindow(at("2026-11-28T20:05:00Z"), { ...chosen, go: false });
    const later = await windowNow(store.store, databaseId, new Date("2026-11-28T20:05:00Z"));
    expect(later.open).toBeNull();
  });

  it("is missed when nobody says go, and cancelled for good", async () => {
    const { window } = await createWindow(at(before), input({ name: "missed", repeat: "week" }));
    const overview = await readWindow(at("2026-11-29T03:00:00Z"), window.id);
    expect(overview.past.map(({ state }) => state)).toEqual(["missed"]);
    expect(overview.current?.occurrence.startsAt).toEqual(new Date("2026-12-06T01:00:00Z"));
    await cancelWindow(at("2026-12-01T00:00:00Z"), window.id);
    expect((await readWindow(at("2026-12-01T00:00:01Z"), window.id)).current).toBeNull();
    const list = await listWindows(at("2026-12-01T00:00:01Z"));
    expect(list.coming.some((one) => one.window.id === window.id)).toBe(false);
    expect(list.past.some(({ id }) => id === window.id)).toBe(true);
  });

  it("is told to overlap another of the same database", async () => {
    const far = { date: "2027-02-07", time: "02:00" };
    const { window } = await createWindow(
      at(before),
      input({ ...far, name: "Weekly vacuum", repeat: "week" }),
    );
    const { overlaps } = await createWindow(at(before), input({ date: "2027-02-14", time: "03:30" }));
    expect(overlaps).toMatchObject([{ id: window.id, name: "Weekly vacuum", databases: ["shop"] }]);
    const beside = await createWindow(at(before), input({ date: "2027-02-21", time: "04:00" }));
    expect(beside.overlaps).toEqual([]);
  });

  it("refuses starts that do not exist, exist twice or are over, and wrong fields", async () => {
    const refused = (changes: Partial<CreateWindowInput>) => createWindow(at(before), input(changes));
    await expect(refused({ date: "2027-03-28", time: "02:30" })).rejects.toMatchObject({
      code: "missing-local-time",
    });
    await expect(refused({ date: "2027-10-31", time: "02:30" })).rejects.toMatchObject({
      code: "ambiguous-local-time",
    });
    await expect(refused({ date: "2026-11-27" })).rejects.toMatchObject({ code: "window-in-the-past" });
    await expect(refused({ minutes: 2 })).rejects.toMatchObject({ issues: [{ path: ["minutes"] }] });
    await expect(refused({ timeZone: "Mars/Olympus" })).rejects.toMatchObject({ code: "unknown-time-zone" });
  });

  it("decides about the occurrence that was shown, never about another one", async () => {
    const { window } = await createWindow(at(before), input({ name: "shown" }));
    const wrong = { id: window.id, scheduledAt: new Date("2026-11-29T01:00:00.001Z"), go: true };
    await expect(decideWindow(at(during), wrong)).rejects.toMatchObject({ code: "no-such-occurrence" });
  });

  it("is an approver's to manage; to who may read none of its databases it does not exist", async () => {
    const { window } = await createWindow(at(before), input({ name: "rights" }));
    const as = (role: "viewer" | "operator"): Context => ({
      ...at(before),
      actor: { ...store.operator.actor, rights: rightsOf(role) },
    });
    const stranger: Context = { ...at(before), actor: { ...store.operator.actor, rights: new Set() } };
    const decision = { id: window.id, scheduledAt: starts, go: true };
    await expect(createWindow(as("operator"), input())).rejects.toMatchObject({ code: "not-allowed" });
    await expect(decideWindow(as("operator"), decision)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(cancelWindow(as("viewer"), window.id)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(decideWindow(stranger, decision)).rejects.toMatchObject({ code: "no-such-window" });
    await expect(readWindow(stranger, window.id)).rejects.toMatchObject({ code: "no-such-window" });
    expect((await readWindow(as("viewer"), window.id)).mayManage).toBe(false);
    expect((await listWindows(stranger)).coming).toEqual([]);
    const onOne: Context = {
      ...stranger,
      actor: { ...stranger.actor, databaseRights: new Map([[slug, rightsOf("approver")]]) },
    };
    await decideWindow(onOne, decision);
    await expect(
      attachPlanToWindow(as("operator"), { plan: "P-99", window: window.id }),
    ).rejects.toMatchObject({ code: "no-such-plan" });
  });

  it("moves the end of what works inside it, when it is extended and when it is closed", async () => {
    // Those of the other tests lie around the days of this one.
    await store.store.client.$executeRaw`TRUNCATE windows CASCADE`;
    const start = new Date(Date.now() - 60_000);
    const [date = "", time = ""] = start.toISOString().slice(0, 16).split("T");
    const early = new Date(start.getTime() - 3_600_000).toISOString();
    const { window } = await createWindow(
      at(early),
      input({ date, time, timeZone: "UTC", minutes: 30, goRequired: false }),
    );
    const scheduledAt = new Date(`${date}T${time}:00.000Z`);
    const end = new Date(scheduledAt.getTime() + 30 * 60_000);
    const ends: Date[] = [];
    const followed = followWindow(
      store.operator,
      { databaseId },
      end,
      async (moved) => void ends.push(moved),
    );
    try {
      expect(followed.deadline).toEqual(end);
      await extendWindow(store.operator, { id: window.id, scheduledAt });
      const later = new Date(end.getTime() + 15 * 60_000);
      await expect.poll(() => followed.deadline, { timeout: 15_000 }).toEqual(later);
      await closeWindow(store.operator, { id: window.id, scheduledAt });
      await expect
        .poll(() => (followed.deadline ?? later).getTime() <= Date.now(), { timeout: 15_000 })
        .toBe(true);
      expect(ends).toEqual([later, followed.deadline]);
    } finally {
      followed.stop();
    }
    expect(followWindow(store.operator, { databaseId }, null).deadline).toBeNull();
  });
});
