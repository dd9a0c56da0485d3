import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { authenticationSecret } from "../access/authentication";
import { secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import { loadSecretKey, type SecretKey } from "../access/secret-key";
import { secondFactorRecord } from "../store/bound-second-factor";
import { insertDatabase } from "../store/databases";
import { type TestStore, testStore } from "../testing/test-store";
import { rotateKey } from "./rotate-key";

const canary = "canary-p@ss/w#rd";
const id = "6b1f0f6e-6d0d-4d3f-8a51-0e9d5b6f2a11";

let made: TestStore;
let home: string;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "plumbline-rotate-"));
  made = await testStore();
  environment = { NODE_ENV: "test", PLUMBLINE_HOME: home, DATABASE_URL: made.database.url };
  onTestFinished(async () => {
    await made.drop();
    await rm(home, { recursive: true });
  });
  const key = await loadSecretKey(environment);
  await insertDatabase(made.store, {
    ...{ id, slug: "orders", name: "orders", environment: "other", demo: false },
    connection: { host: "127.0.0.1", port: 1, database: "orders", user: "reader", tls: "disable" },
    ciphertext: encryptSecret(key, secret(canary), id),
  });
  await made.store.client.user.create({ data: { id: "ana", name: "Ana", email: "ana@example.com" } });
  const sealed = async (data: string, column: string): Promise<string> =>
    encryptSecret(
      key,
      secret(await symmetricEncrypt({ key: authenticationSecret(key), data })),
      secondFactorRecord("ana", column),
    );
  await made.store.client.twoFactor.create({
    data: {
      ...{ id: "factor", userId: "ana" },
      secret: await sealed("TOTP", "secret"),
      backupCodes: await sealed("[1]", "backup_codes"),
    },
  });
});

const read = async (key: SecretKey): Promise<readonly string[]> => {
  const database = await made.store.client.database.findUniqueOrThrow({ where: { id } });
  const factor = await made.store.client.twoFactor.findFirstOrThrow();
  const opened = (text: string, column: string): Promise<string> =>
    symmetricDecrypt({
      key: authenticationSecret(key),
      data: decryptSecret(key, text, secondFactorRecord("ana", column)).reveal(),
    });
  return [
    decryptSecret(key, database.secret ?? "", id).reveal(),
    await opened(factor.secret, "secret"),
    await opened(factor.backupCodes, "backup_codes"),
  ];
};

const lines = async (): Promise<number> =>
  (await readFile(path.join(home, "secret.key"), "utf8")).trim().split("\n").length;

test("every secret is encrypted with the new key, the old one is kept until it is forgotten", async () => {
  const before = await loadSecretKey(environment);
  const said: string[] = [];
  expect(await rotateKey({ forgetOld: false }, (text) => said.push(text), environment)).toBe(0);
  const after = await loadSecretKey(environment);
  expect(after.id).not.toBe(before.id);
  expect(after.older.map((key) => key.id)).toEqual([before.id]);
  expect(await read(after)).toEqual([canary, "TOTP", "[1]"]);
  expect(said.join("")).toMatch(/^3 saved secrets encrypted with the new key [0-9a-f]{8}\./);
  // A worker that loaded the old key before finds the new one by itself.
  const row = await made.store.client.database.findUniqueOrThrow({ where: { id } });
  expect(decryptSecret(before, row.secret ?? "", id).reveal()).toBe(canary);

  await rotateKey({ forgetOld: true }, () => undefined, environment);
  expect(await lines()).toBe(1);
  expect(await read(await loadSecretKey(environment))).toEqual([canary, "TOTP", "[1]"]);
  const entry = await made.store.client.auditEntry.findFirstOrThrow({
    where: { action: "secret-key.rotate" },
  });
  expect(JSON.parse(entry.detail)).toEqual({ before: [before.id], after: after.id, values: 3 });
});

test("of rotations at once none loses the key of another, nor does a forgetting beside them", async () => {
  await Promise.allSettled(
    [false, false, true, false].map((forgetOld) => rotateKey({ forgetOld }, () => undefined, environment)),
  );
  expect(await read(await loadSecretKey(environment))).toEqual([canary, "TOTP", "[1]"]);
  await rotateKey({ forgetOld: true }, () => undefined, environment);
  expect(await lines()).toBe(1);
  expect(await read(await loadSecretKey(environment))).toEqual([canary, "TOTP", "[1]"]);
});

test("a rotation that breaks off leaves every secret as it was, and readable", async () => {
  await made.store.client.source.create({
    data: {
      id,
      databaseId: id,
      type: "database",
      label: "x",
      given: "database",
      secret: "v1.00000000.a.b.c",
    },
  });
  await expect(rotateKey({ forgetOld: false }, () => undefined, environment)).rejects.toMatchObject({
    code: "secret-key-changed",
  });
  const key = await loadSecretKey(environment);
  const [old] = key.older;
  const row = await made.store.client.database.findUniqueOrThrow({ where: { id } });
  expect(row.secret).toMatch(new RegExp(`^v1\\.${old?.id}\\.`));
  expect(decryptSecret(key, row.secret ?? "", id).reveal()).toBe(canary);
});

test("a column that the list forgot keeps the old key from being thrown away", async () => {
  const key = await loadSecretKey(environment);
  await made.store.client.rateLimit.create({
    data: { id: "1", key: encryptSecret(key, secret(canary), "1"), count: 1, lastRequest: 1n },
  });
  await expect(rotateKey({ forgetOld: false }, () => undefined, environment)).rejects.toMatchObject({
    code: "secrets-left",
    details: ["rate_limits.key"],
  });
  expect((await loadSecretKey(environment)).older).toHaveLength(1);
});

test("keys of the environment are the operator's: one alone cannot be rotated, the first of two takes over", async () => {
  const file = path.join(home, "secret.key");
  const old = (await readFile(file, "utf8")).trim();
  const one = { ...environment, PLUMBLINE_SECRET_KEY: old };
  await expect(rotateKey({ forgetOld: false }, () => undefined, one)).rejects.toMatchObject({
    code: "one-key",
  });
  const two = { ...environment, PLUMBLINE_SECRET_KEY: `${randomBytes(32).toString("base64")},${old}` };
  await rotateKey({ forgetOld: false }, () => undefined, two);
  expect(await read(await loadSecretKey(two))).toEqual([canary, "TOTP", "[1]"]);
  await writeFile(file, "");
  await expect(loadSecretKey(environment)).rejects.toMatchObject({ code: "secret-key" });
});
