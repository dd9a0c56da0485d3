import "server-only";
import type { DBTransactionAdapter, Where } from "better-auth/adapters";
import { secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import type { SecretKey } from "../access/secret-key";
import { AppError } from "../postgres/app-error";

/** What of a second factor is encrypted, and the column it stands in. */
export const secondFactorSecrets = [
  { field: "secret", column: "secret" },
  { field: "backupCodes", column: "backup_codes" },
] as const;

type Field = (typeof secondFactorSecrets)[number]["field"];

/** What a value's ciphertext is bound to: the person, so that nobody's factor serves for somebody else. */
export const secondFactorRecord = (personId: string, column: string): string =>
  `second factor/${personId}/${column}`;

type Row = Record<string, unknown>;

/**
 * The tables as better-auth asks for them, with the secrets of second factors bound to their persons.
 *
 * better-auth encrypts them, but would open a ciphertext in any row: who can write to the store could copy their own
 * factor into another person's row. Here they pass through our own box (lib/access/secret-box.ts) besides.
 */
export function withBoundSecondFactors<Adapter extends DBTransactionAdapter>(
  adapter: Adapter,
  keys: SecretKey,
): Adapter {
  const sealed = (row: Row, personId: string): Row =>
    mapped(row, (value, record) => encryptSecret(keys, secret(value), record), personId);
  const open = (value: string, record: string): string => {
    try {
      return decryptSecret(keys, value, record).reveal();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(
        "second-factor-damaged",
        "The saved second factor cannot be read: it was changed, saved for somebody else or encrypted with another key.",
        { hint: "Ask an owner to remove it, and set it up again.", cause: error },
      );
    }
  };
  const opened = <T>(row: T): T =>
    row === null || row === undefined ? row : (mapped(row as Row, open, ownerOf(row as Row)) as T);
  const find = (where: Where[]) => adapter.findOne<Row>({ model: "twoFactor", where });
  return {
    ...adapter,
    create: async (query) => {
      if (query.model !== "twoFactor") return adapter.create(query);
      const data = sealed(query.data, ownerOf(query.data));
      return opened(await adapter.create({ ...query, data: data as typeof query.data }));
    },
    findOne: async (query) => {
      const found = await adapter.findOne(query);
      return (query.model === "twoFactor" ? opened(found) : found) as never;
    },
    findMany: async (query) => {
      const found = await adapter.findMany(query);
      return (query.model === "twoFactor" ? found.map(opened) : found) as never;
    },
    update: async (query) => {
      if (query.model !== "twoFactor") return adapter.update(query);
      const row = await find(query.where);
      if (row === null) return null;
      return opened(await adapter.update({ ...query, update: sealed(query.update, ownerOf(row)) })) as never;
    },
    updateMany: (query) => {
      if (query.model === "twoFactor" && holdsSecret(query.update)) {
        throw new Error("the secrets of several second factors were to be changed at once");
      }
      return adapter.updateMany(query);
    },
    incrementOne: async (query) => {
      if (query.model !== "twoFactor") return adapter.incrementOne(query);
      // It takes the row only while it holds what was read; two ciphertexts of one text differ, so the stored one is asked for.
      const row = await find(query.where.filter(({ field }) => !isSecret(field)));
      if (row === null) return null;
      const plain = opened(row);
      if (query.where.some(({ field, value }) => isSecret(field) && plain[field] !== value)) return null;
      const where = query.where.map((one) =>
        isSecret(one.field) ? { ...one, value: String(row[one.field]) } : one,
      );
      const set = query.set === undefined ? undefined : sealed(query.set, ownerOf(row));
      return opened(await adapter.incrementOne({ ...query, where, set })) as never;
    },
    consumeOne: async (query) => {
      const taken = await adapter.consumeOne(query);
      return (query.model === "twoFactor" ? opened(taken) : taken) as never;
    },
  };
}

const isSecret = (field: string): field is Field => secondFactorSecrets.some((one) => one.field === field);

const holdsSecret = (row: Row): boolean => Object.keys(row).some(isSecret);

function mapped(row: Row, change: (value: string, record: string) => string, personId: string): Row {
  const changed = { ...row };
  for (const { field, column } of secondFactorSecrets) {
    const value = row[field];
    if (typeof value === "string") changed[field] = change(value, secondFactorRecord(personId, column));
  }
  return changed;
}

function ownerOf(row: Row): string {
  if (typeof row.userId === "string") return row.userId;
  throw new Error("a second factor without a person");
}
