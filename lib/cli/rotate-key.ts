import { loadSecretKey, newKey, secretKeyFile, writeKeyFile } from "../access/secret-key";
import type { Context } from "../operations/context";
import { refuseForgotten, rotateSecrets } from "../operations/rotate-secrets";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { lockSecretKeys } from "../store/secret-columns";
import { exitCode } from "./exit-code";
import { openStoreSide } from "./store-side";

export interface RotateKeyCommand {
  /** Only throws the older keys away. */
  readonly forgetOld: boolean;
}

/**
 * `plumbline rotate-key`: makes a key, encrypts every saved secret with it, and keeps the one before until it is to be
 * forgotten. The key is written down before it is used, and the old one stays beside it: whenever this breaks off,
 * everything can be read with what is in the file. A key in the environment is the operator's to make; then this
 * encrypts everything with the first of them.
 */
export async function rotateKey(
  { forgetOld }: RotateKeyCommand,
  print: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const given = (environment.PLUMBLINE_SECRET_KEY ?? "") !== "";
  if (given && (await loadSecretKey(environment)).older.length === 0) {
    throw new AppError("one-key", "PLUMBLINE_SECRET_KEY holds one key, so there is none to change to.", {
      hint: "Put a new one in front, with a comma between: PLUMBLINE_SECRET_KEY=<new>,<old> (openssl rand -base64 32 makes one).",
    });
  }
  // The store first: without it no key should change.
  const side = await openStoreSide("rotate-key", environment);
  try {
    // One at a time, file and store: of two the second would write the file without the key that the first encrypts with.
    const said = await inTransaction(side.context.store, async (store) => {
      await lockSecretKeys(store);
      return (forgetOld ? forget : rotate)({ ...side.context, store }, environment, given);
    });
    print(`${said}\n`);
    return exitCode.clean;
  } finally {
    await side.close();
  }
}

async function rotate(context: Context, environment: NodeJS.ProcessEnv, given: boolean): Promise<string> {
  const before = await loadSecretKey(environment);
  if (!given) await writeKeyFile(secretKeyFile(environment), [newKey(), before, ...before.older]);
  const secretKey = await loadSecretKey(environment);
  const values = await rotateSecrets({ ...context, secretKey });
  const kept = given ? secretKey.older[0]?.id : before.id;
  return [
    `${counted(values, "saved secret")} encrypted with the new key ${secretKey.id}. Everybody has to sign in again.`,
    `The key before, ${kept}, is kept. When every part of Plumbline has been started again: plumbline rotate-key --forget-old`,
  ].join("\n");
}

async function forget(context: Context, environment: NodeJS.ProcessEnv, given: boolean): Promise<string> {
  const keys = await loadSecretKey(environment);
  await refuseForgotten(context.store, keys.older);
  if (given) return "Nothing is encrypted with the older keys: take them out of PLUMBLINE_SECRET_KEY.";
  await writeKeyFile(secretKeyFile(environment), [keys]);
  return `${counted(keys.older.length, "older key")} forgotten. Everything is encrypted with ${keys.id}.`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
