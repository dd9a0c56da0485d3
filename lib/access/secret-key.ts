import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, link, mkdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../postgres/app-error";
import { type Secret, secret } from "./secret";

/** One key. */
export interface SingleKey {
  /** Tells keys apart without telling anything of the key. */
  readonly id: string;
  /** 32 bytes in base64. */
  readonly material: Secret;
}

/** The key that encrypts the store's secrets, and those before it that some may still be encrypted with. */
export interface SecretKey extends SingleKey {
  /** Newest first, the present one left out. */
  readonly older: readonly SingleKey[];
  /** The key with this id, also one that another process has made since; undefined when there is none. */
  find(id: string): SingleKey | undefined;
}

/**
 * The keys from `PLUMBLINE_SECRET_KEY` (with commas between, the present one first), or else from `secret.key` in
 * `PLUMBLINE_HOME` (default `.plumbline`; a line each), which is made on first use, readable by its owner only.
 * @throws AppError `secret-key` when a key cannot be used
 */
export async function loadSecretKey(environment: NodeJS.ProcessEnv = process.env): Promise<SecretKey> {
  const given = environment.PLUMBLINE_SECRET_KEY;
  if (given !== undefined && given !== "") return ring(keysFrom(given, "PLUMBLINE_SECRET_KEY"));
  const file = secretKeyFile(environment);
  return ring(await readOrMakeKeyFile(file), () => keysFrom(readFileSync(file, "utf8"), file));
}

/** Where the keys are kept when the environment names none. */
export function secretKeyFile(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(path.resolve(environment.PLUMBLINE_HOME || ".plumbline"), "secret.key");
}

/** A key nobody has seen yet. */
export function newKey(): SingleKey {
  return keyFrom(randomBytes(32).toString("base64"), "A new key");
}

/** Replaces the file of the keys in one step: whoever reads meanwhile reads the old or the new one whole. */
export async function writeKeyFile(file: string, keys: readonly SingleKey[]): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const text = keys.map((key) => `${key.material.reveal()}\n`).join("");
    await writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true });
    await rename(draft, file);
  } catch (error) {
    throw unusable(file, error);
  }
}

function ring(keys: readonly SingleKey[], again?: () => readonly SingleKey[]): SecretKey {
  const [present, ...older] = keys;
  if (present === undefined) throw new Error("a key ring without a key");
  return {
    ...present,
    older,
    find: (id) => keys.find((key) => key.id === id) ?? again?.().find((key) => key.id === id),
  };
}

function keysFrom(text: string, origin: string): readonly SingleKey[] {
  const texts = text.split(/[,\s]+/).filter((one) => one !== "");
  return (texts.length === 0 ? [""] : texts).map((one) => keyFrom(one, origin));
}

function keyFrom(trimmed: string, origin: string): SingleKey {
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, "hex")
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)
      ? Buffer.from(trimmed, "base64")
      : undefined;
  if (bytes?.length !== 32) {
    throw new AppError("secret-key", `${origin} does not hold a key of 32 bytes.`, {
      hint: "Make one with: openssl rand -base64 32",
    });
  }
  const id = createHash("sha256").update("plumbline key id\0").update(bytes).digest("hex").slice(0, 8);
  return { id, material: secret(bytes.toString("base64")) };
}

async function readOrMakeKeyFile(file: string): Promise<readonly SingleKey[]> {
  try {
    await stat(file);
  } catch (error) {
    if (!isMissing(error)) throw unusable(file, error);
    await makeKeyFile(file);
  }
  try {
    const { mode } = await stat(file);
    // A key that others could read is tightened rather than refused: the file is ours and the data behind it too.
    if ((mode & 0o077) !== 0) await chmod(file, 0o600);
    return keysFrom(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unusable(file, error);
  }
}

async function makeKeyFile(file: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
    // Linking is atomic and never replaces: of two processes that start at once, both use the first one's key.
    await link(draft, file).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
    await unlink(draft);
  } catch (error) {
    throw unusable(file, error);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const unusable = (file: string, cause: unknown): AppError =>
  new AppError("secret-key", `The key of saved passwords, ${file}, cannot be read or made.`, {
    hint: "Check the rights of the folder, or set PLUMBLINE_SECRET_KEY.",
    cause,
  });
