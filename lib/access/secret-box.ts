import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../postgres/app-error";
import { type Secret, secret } from "./secret";
import type { SecretKey, SingleKey } from "./secret-key";

const format = "v1";
const nonceLength = 12;
const tagLength = 16;

/**
 * Encrypts a secret with AES-256-GCM as `v1.<key id>.<nonce>.<tag>.<ciphertext>`.
 * @param recordId the row the secret belongs to: as additional data it makes a ciphertext useless in any other row
 */
export function encryptSecret(key: SingleKey, plain: Secret, recordId: string): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", keyBytes(key), nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(recordId, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(plain.reveal(), "utf8"), cipher.final()]);
  return [
    format,
    key.id,
    ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url")),
  ].join(".");
}

/**
 * Decrypts what {@link encryptSecret} made for the same row.
 * @throws AppError `secret-key-changed` for another key, `secret-damaged` for a changed text or another row's
 */
export function decryptSecret(keys: Pick<SecretKey, "id" | "find">, text: string, recordId: string): Secret {
  const [version, keyId, nonce, tag, ciphertext] = text.split(".");
  if (version !== format || nonce === undefined || tag === undefined || ciphertext === undefined)
    throw damaged();
  const key = keys.find(keyId ?? "");
  if (key === undefined) {
    throw new AppError("secret-key-changed", "A saved password was encrypted with another key.", {
      hint: "Start Plumbline with the PLUMBLINE_SECRET_KEY (or secret.key file) it was saved with, or enter the password again.",
      details: [`Saved with key ${keyId}, running with key ${keys.id}`],
    });
  }
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyBytes(key), Buffer.from(nonce, "base64url"), {
      authTagLength: tagLength,
    });
    decipher.setAAD(Buffer.from(recordId, "utf8"));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return secret(
      Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]).toString(
        "utf8",
      ),
    );
  } catch (error) {
    throw damaged(error);
  }
}

const keyBytes = (key: SingleKey): Buffer => Buffer.from(key.material.reveal(), "base64");

const damaged = (cause?: unknown): AppError =>
  new AppError(
    "secret-damaged",
    "A saved password cannot be decrypted: it was changed or belongs to another row.",
    {
      hint: "Remove the database and add it again with its password.",
      cause,
    },
  );
