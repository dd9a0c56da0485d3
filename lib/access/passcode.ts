import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

// OWASP's parameters for scrypt; 128 · N · r bytes are 32 MB for a tenth of a second.
const parameters = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const bytes = 32;

const derive = (passcode: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The same word typed on two keyboards may have two spellings.
    scrypt(passcode.normalize("NFKC"), salt, bytes, parameters, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

/** What the store keeps of a passcode: salt and scrypt key, base64url. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(passcode, salt)).toString("base64url")}`;
}

/**
 * True for the passcode that was hashed. Takes as long where there is nothing to compare with, so that the time of an
 * answer does not tell whether a link exists.
 */
export async function isPasscode(passcode: string, hash: string | null): Promise<boolean> {
  const [salt = "", key = ""] = hash?.split(".") ?? [];
  const derived = await derive(passcode, Buffer.from(salt, "base64url"));
  const wanted = Buffer.from(key, "base64url");
  return wanted.length === derived.length && timingSafeEqual(wanted, derived);
}
