import "server-only";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { authenticationSecret } from "../access/authentication";
import { requireRight } from "../access/authority";
import { type Secret, secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import type { SecretKey, SingleKey } from "../access/secret-key";
import { AppError } from "../postgres/app-error";
import { inTransaction, type Store } from "../store/client";
import { findSealedWith, readSealed, sealedColumns, writeSealed } from "../store/secret-columns";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";

/**
 * Encrypts every saved secret with the present key, all or nothing, and makes sure that none was forgotten.
 * Sessions end, because their cookies are signed with a key of the same making.
 * @returns how many values were encrypted anew
 * @throws AppError `secret-key-changed` and `secret-damaged` for a value that none of the keys opens
 */
export async function rotateSecrets(context: Context): Promise<number> {
  requireRight(context.actor, "manage policies");
  const { secretKey } = context;
  return inTransaction(context.store, async (store) => {
    let count = 0;
    for (const sealed of sealedColumns) {
      for (const { id, recordId, value } of await readSealed(store, sealed)) {
        if (value.startsWith(`v1.${secretKey.id}.`)) continue;
        const text = decryptSecret(secretKey, value, recordId);
        const inside = sealed.byAuthenticationToo ? await resealedByAuthentication(secretKey, text) : text;
        await writeSealed(store, sealed, id, encryptSecret(secretKey, inside, recordId));
        count += 1;
      }
    }
    await store.client.session.deleteMany();
    await refuseForgotten(store, secretKey.older);
    await recordAudit(
      context,
      {
        action: "secret-key.rotate",
        object: { kind: "secret key", id: secretKey.id },
        detail: { before: secretKey.older.map(({ id }) => id), after: secretKey.id, values: count },
      },
      store,
    );
    return count;
  });
}

/** Nothing may be encrypted with a key that is to be thrown away. */
export async function refuseForgotten(store: Store, keys: readonly SingleKey[]): Promise<void> {
  for (const { id } of keys) {
    const found = await findSealedWith(store, id);
    if (found.length === 0) continue;
    throw new AppError("secrets-left", `Something is still encrypted with the key ${id}.`, {
      hint: "Rotate the key again, then forget the old one.",
      details: found,
    });
  }
}

/** better-auth does not write down which key it used: the one that opens a text is it. */
async function resealedByAuthentication(keys: SecretKey, text: Secret): Promise<Secret> {
  for (const key of [keys, ...keys.older]) {
    const data = await symmetricDecrypt({ key: authenticationSecret(key), data: text.reveal() }).catch(
      () => null,
    );
    if (data !== null) return secret(await symmetricEncrypt({ key: authenticationSecret(keys), data }));
  }
  throw new AppError("secret-key-changed", "A second factor was encrypted with another key.", {
    hint: "Start with the key it was saved with, or have the person set up their second factor again.",
  });
}
