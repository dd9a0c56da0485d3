import "server-only";
import type { z } from "zod";
import { applyVariablePattern } from "../access/apply-variable";
import { type Secret, secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import { AppError } from "../postgres/app-error";
import {
  type Database,
  type NewApplyingRole,
  readApplyCiphertext,
  readDatabaseCiphertext,
} from "../store/databases";
import type { applyingSchema } from "./connection-input";
import type { Context } from "./context";

/** Who applies plans on a database. */
export interface ApplyCredential {
  readonly user: string;
  /** Null when none is known here: it has to be typed. */
  readonly password: Secret | null;
}

/** An applying role as a form gave it, on its way into the store. */
export function sealedApplyingRole(
  context: Context,
  applying: z.output<typeof applyingSchema> | undefined,
  databaseId: string,
): NewApplyingRole | null {
  if (applying === undefined) return null;
  const { user, from, password, variable } = applying;
  return {
    user,
    ciphertext:
      from === "saved" && password
        ? encryptSecret(context.secretKey, secret(password), `${databaseId}/apply`)
        : null,
    variable: from === "environment" ? (variable ?? null) : null,
  };
}

/**
 * The role that applies plans and its password, as far as it is known without asking: saved, or in the environment. For
 * the worker, when a run begins; a typed one goes before it.
 * @throws AppError `apply-variable-missing`
 */
export async function applyCredential(context: Context, database: Database): Promise<ApplyCredential> {
  const { store, secretKey } = context;
  const { applying, id, connection } = database;
  if (applying === null) {
    const ciphertext = await readDatabaseCiphertext(store, id);
    return {
      user: connection.user,
      password: ciphertext === null ? null : decryptSecret(secretKey, ciphertext, id),
    };
  }
  const { user, variable } = applying;
  if (variable !== null) return { user, password: readVariable(variable) };
  const ciphertext = await readApplyCiphertext(store, id);
  return { user, password: ciphertext === null ? null : decryptSecret(secretKey, ciphertext, `${id}/apply`) };
}

/** The role that applies plans unless another is typed: for forms. */
export const applyUserOf = ({ applying, connection }: Database): string => applying?.user ?? connection.user;

function readVariable(name: string): Secret {
  const value = applyVariablePattern.test(name) ? process.env[name] : undefined;
  if (value) return secret(value);
  throw new AppError("apply-variable-missing", `The environment variable ${name} holds no password.`, {
    hint: "Set it where Plumbline is started, or enter the password at the run.",
  });
}
