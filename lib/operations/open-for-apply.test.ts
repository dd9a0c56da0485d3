import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { insertDatabase } from "../store/databases";
import { type TestStore, testStore } from "../testing/test-store";
import { applyingSchema } from "./connection-input";
import { applyCredential, applyUserOf, sealedApplyingRole } from "./open-for-apply";

let made: TestStore;
beforeAll(async () => {
  made = await testStore();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await made.drop();
});

async function databaseWith(applying: unknown) {
  const id = crypto.randomUUID();
  const parsed = applying === null ? undefined : applyingSchema.parse(applying);
  return insertDatabase(made.store, {
    ...{ id, slug: id, name: "orders", environment: "other", demo: false, ciphertext: null },
    connection: { host: "127.0.0.1", port: 5432, database: "orders", user: "reader", tls: "prefer" },
    applying: sealedApplyingRole(made.operator, parsed, id),
  });
}

test("without a role of its own, the role that checks applies", async () => {
  const database = await databaseWith(null);
  expect(applyUserOf(database)).toBe("reader");
  expect(await applyCredential(made.operator, database)).toEqual({ user: "reader", password: null });
});

test("a saved password is encrypted for its database, and opens for no other", async () => {
  const database = await databaseWith({ user: "owner", from: "saved", password: "canary-apply" });
  const other = await databaseWith({ user: "owner", from: "saved", password: "another" });
  expect(database.applying).toEqual({ user: "owner", password: "saved", variable: null });
  const rows = JSON.stringify(await made.store.client.database.findMany());
  expect(rows).not.toContain("canary-apply");
  expect((await applyCredential(made.operator, database)).password?.reveal()).toBe("canary-apply");
  const row = await made.store.client.database.findUniqueOrThrow({ where: { id: database.id } });
  await made.store.client.database.update({
    where: { id: other.id },
    data: { applySecret: row.applySecret },
  });
  await expect(applyCredential(made.operator, other)).rejects.toMatchObject({ code: "secret-damaged" });
});

test("an environment variable is read when it is needed, and only one that is meant for it", async () => {
  const database = await databaseWith({
    user: "owner",
    from: "environment",
    variable: "PLUMBLINE_APPLY_ORDERS",
  });
  await expect(applyCredential(made.operator, database)).rejects.toMatchObject({
    code: "apply-variable-missing",
  });
  vi.stubEnv("PLUMBLINE_APPLY_ORDERS", "from outside");
  expect((await applyCredential(made.operator, database)).password?.reveal()).toBe("from outside");
  for (const variable of ["DATABASE_URL", "PLUMBLINE_SECRET_KEY", "PLUMBLINE_APPLY_", "plumbline_apply_x"]) {
    expect(applyingSchema.safeParse({ user: "owner", from: "environment", variable }).success).toBe(false);
  }
});

test("a password that is asked for at the run is not known here", async () => {
  const database = await databaseWith({ user: "owner", from: "asked" });
  expect(await applyCredential(made.operator, database)).toEqual({ user: "owner", password: null });
});
