import { randomBytes } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { secret } from "./secret";
import { decryptSecret, encryptSecret } from "./secret-box";
import { loadSecretKey, type SecretKey } from "./secret-key";

const canary = "canary-p@ss/w#rd";
const keyOf = (text = randomBytes(32).toString("base64")): Promise<SecretKey> =>
  loadSecretKey({ NODE_ENV: "test", PLUMBLINE_SECRET_KEY: text });

async function temporaryHome(): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), "plumbline-secret-"));
  onTestFinished(() => rm(home, { recursive: true }));
  return home;
}

test("no way of printing a secret shows it", () => {
  const hidden = secret(canary);
  const looks = [
    String(hidden),
    `${hidden}`,
    JSON.stringify({ hidden }),
    inspect(hidden, { showHidden: true, depth: 9 }),
    inspect({ nested: { hidden } }, { depth: 9 }),
    JSON.stringify(Object.entries(hidden)),
    JSON.stringify({ ...hidden }),
  ];
  for (const look of looks) expect(look).not.toContain("canary");
  expect(hidden.reveal()).toBe(canary);
});

test("what was encrypted for a row is decrypted for that row", async () => {
  const key = await keyOf();
  const text = encryptSecret(key, secret(canary), "row-1");
  expect(text).not.toContain("canary");
  expect(decryptSecret(key, text, "row-1").reveal()).toBe(canary);
});

test("the same password encrypted twice looks different", async () => {
  const key = await keyOf();
  expect(encryptSecret(key, secret(canary), "row")).not.toBe(encryptSecret(key, secret(canary), "row"));
});

test("a ciphertext moved to another row is refused", async () => {
  const key = await keyOf();
  const text = encryptSecret(key, secret(canary), "row-1");
  expect(() => decryptSecret(key, text, "row-2")).toThrow(
    expect.objectContaining({ code: "secret-damaged" }),
  );
});

test("a ciphertext with one changed character is refused", async () => {
  const key = await keyOf();
  const text = encryptSecret(key, secret(canary), "row");
  const parts = text.split(".");
  for (const index of [2, 3, 4]) {
    const changed = parts.map((part, at) =>
      at === index ? (part[0] === "A" ? "B" : "A") + part.slice(1) : part,
    );
    expect(() => decryptSecret(key, changed.join("."), "row")).toThrow(
      expect.objectContaining({ code: "secret-damaged" }),
    );
  }
});

test("a shortened authentication tag is refused", async () => {
  const key = await keyOf();
  const [version, id, nonce, tag, text] = encryptSecret(key, secret(canary), "row").split(".");
  const short = [version, id, nonce, tag?.slice(0, 6), text].join(".");
  expect(() => decryptSecret(key, short, "row")).toThrow(expect.objectContaining({ code: "secret-damaged" }));
});

test("another key is told apart, and neither key shows", async () => {
  const [first, second] = await Promise.all([keyOf(), keyOf()]);
  const text = encryptSecret(first, secret(canary), "row");
  try {
    decryptSecret(second, text, "row");
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      code: "secret-key-changed",
      hint: expect.stringContaining("PLUMBLINE_SECRET_KEY"),
    });
    const shown = inspect(error, { depth: 9 });
    for (const key of [first, second]) expect(shown).not.toContain(key.material.reveal());
  }
});

test("a key is taken in hex and in base64, with the same result", async () => {
  const bytes = randomBytes(32);
  const keys = await Promise.all([keyOf(bytes.toString("hex")), keyOf(bytes.toString("base64"))]);
  expect(keys[0].id).toBe(keys[1].id);
});

test.each(["short", "x".repeat(64), randomBytes(31).toString("base64"), randomBytes(33).toString("hex")])(
  "the key %s is refused with the command that makes one",
  async (text) => {
    await expect(keyOf(text)).rejects.toMatchObject({
      code: "secret-key",
      hint: expect.stringContaining("openssl"),
    });
  },
);

test("without a key in the environment one is made, once, for the owner only", async () => {
  const home = path.join(await temporaryHome(), "deeper");
  const load = (): Promise<SecretKey> => loadSecretKey({ NODE_ENV: "test", PLUMBLINE_HOME: home });
  const keys = await Promise.all([load(), load(), load()]);
  keys.push(await load());
  expect(new Set(keys.map((key) => key.id)).size).toBe(1);
  const { mode } = await stat(path.join(home, "secret.key"));
  expect(mode & 0o777).toBe(0o600);
});

test("a home that is a file gives an error that names it", async () => {
  const home = path.join(await temporaryHome(), "key");
  const { writeFile } = await import("node:fs/promises");
  await writeFile(home, "");
  await expect(loadSecretKey({ NODE_ENV: "test", PLUMBLINE_HOME: home })).rejects.toMatchObject({
    code: "secret-key",
    message: expect.stringContaining(home),
  });
});
