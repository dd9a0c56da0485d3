import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../postgres/app-error";
import { type Secret, secret } from "./secret";

/** The key of the store's secrets. */
export interface SecretKey {
  /** Tells keys apart without telling anything of the key. */
  readonly id: string;
  /** 32 bytes in base64. */
  readonly material: Secret;
}

/**
 * The key from `PLUMBLINE_SECRET_KEY`, or else from `secret.key` in `PLUMBLINE_HOME` (default `.plumbline`), which is
 * made on first use, readable by its owner only.
 * @throws AppError `secret-key` when the key cannot be used
 */
export async function loadSecretKey(environment: NodeJS.ProcessEnv = process.env): Promise<SecretKey> {
  const given = environment.PLUMBLINE_SECRET_KEY;
  if (given !== undefined && given !== "") return keyFrom(given, "PLUMBLINE_SECRET_KEY");
  const home = path.resolve(environment.PLUMBLINE_HOME || ".plumbline");
  return readOrMakeKeyFile(path.join(home, "secret.key"));
}

function keyFrom(text: string, origin: string): SecretKey {
  const trimmed = text.trim();
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

async function readOrMakeKeyFile(file: string): Promise<SecretKey> {
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
    return keyFrom(await readFile(file, "utf8"), file);
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
