import { createHash, randomBytes } from "node:crypto";

/** A new bearer secret of 256 bits, fit for a URL. It is shown once; the store keeps {@link hashToken} of it. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What the store keeps of a token. Without salt: a token of 256 bits cannot be guessed, and is found by its hash. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
