import "server-only";
import type { BetterAuthOptions } from "better-auth";
import type { DBAdapter, DBTransactionAdapter, Where } from "better-auth/adapters";
import { prismaAdapter } from "better-auth/adapters/prisma";
import type { SecretKey } from "../access/secret-key";
import { hashToken } from "../access/token";
import { withBoundSecondFactors } from "./bound-second-factor";
import type { Store } from "./client";

type AdapterOf = (options: BetterAuthOptions) => DBAdapter;

/**
 * The tables of people and sessions as better-auth asks for them.
 *
 * better-auth writes session tokens as they are. Here they pass through {@link hashToken} on their way into the store,
 * so that who reads the store cannot sign in with what it holds. What it encrypts for second factors is bound to their
 * persons ({@link withBoundSecondFactors}).
 */
export function authAdapter(store: Store, secretKey: SecretKey): AdapterOf {
  const plain = prismaAdapter(store.client, { provider: "postgresql" });
  return (options) => {
    const adapter = plain(options);
    const guarded = <Adapter extends DBTransactionAdapter>(inner: Adapter): Adapter =>
      withBoundSecondFactors({ ...inner, ...withHashedTokens(inner) }, secretKey);
    return {
      ...guarded(adapter),
      transaction: (work) => adapter.transaction((inside) => work(guarded(inside))),
    };
  };
}

type Hashed = Pick<
  DBTransactionAdapter,
  | "create"
  | "findOne"
  | "findMany"
  | "count"
  | "update"
  | "updateMany"
  | "delete"
  | "deleteMany"
  | "consumeOne"
>;

function withHashedTokens(adapter: DBTransactionAdapter): Hashed {
  return {
    create: async (query) => {
      if (query.model !== "session") return adapter.create(query);
      const { token } = query.data as { token?: unknown };
      if (typeof token !== "string") throw new Error("a session was to be made without a token");
      const row = await adapter.create({ ...query, data: { ...query.data, token: hashToken(token) } });
      // Who made the session needs the token once, for the cookie.
      return { ...row, token } as never;
    },
    findOne: async (query) => {
      const found = await adapter.findOne(hashed(query));
      const asked = query.model === "session" ? tokenOf(query.where) : undefined;
      return (found === null || asked === undefined ? found : { ...found, token: asked }) as never;
    },
    findMany: (query) => adapter.findMany(hashed(query)),
    count: (query) => adapter.count(hashed(query)),
    update: (query) => adapter.update(hashed(query)),
    updateMany: (query) => adapter.updateMany(hashed(query)),
    delete: (query) => adapter.delete(hashed(query)),
    deleteMany: (query) => adapter.deleteMany(hashed(query)),
    consumeOne: (query) => adapter.consumeOne(hashed(query)),
  };
}

function hashed<Query extends { readonly model: string; readonly where?: Where[] | undefined }>(
  query: Query,
): Query {
  if (query.model !== "session" || query.where === undefined) return query;
  const where = query.where.map((one) => {
    if (one.field !== "token") return one;
    if (Array.isArray(one.value)) return { ...one, value: one.value.map((each) => hashToken(String(each))) };
    return { ...one, value: hashToken(String(one.value)) };
  });
  return { ...query, where };
}

function tokenOf(where: readonly Where[]): string | undefined {
  const value = where.find(({ field }) => field === "token")?.value;
  return typeof value === "string" ? value : undefined;
}
