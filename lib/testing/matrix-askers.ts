import { freshMinutes, type Right, type Role, rightsOf, roles } from "../access/authority";
import { rightsOfScopes, scopes } from "../access/scope";
import { publicOrigin, sessionCookieName } from "../access/session-cookie";
import { hashToken, newToken } from "../access/token";
import type { OpenStore } from "../store/client";

/** Somebody who asks, in a matrix of who may ask for what. */
export interface Asker {
  readonly name: string;
  readonly kind: "nobody" | "person" | "token";
  /** On every database and on what belongs to none. */
  readonly rights: ReadonlySet<Right>;
  /** On the database `home` alone. */
  readonly homeRights: ReadonlySet<Right>;
  /** Whether the last proof of who they are is fresh. */
  readonly fresh: boolean;
  /** The headers that they send, the cookie among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Another session of theirs. */
  readonly otherSession: string;
}

const nothing: ReadonlySet<Right> = new Set<Right>();
const hour = 3_600_000;

/** Everybody who can ask: each role everywhere and on `home` alone, each scope, and what opens nothing (any more). */
export async function makeAskers(
  { client }: OpenStore,
  home: { readonly databaseId: string; readonly slug: string },
): Promise<readonly Asker[]> {
  const cookie = (secret: string) => ({ cookie: `${sessionCookieName(publicOrigin())}=${secret}.x` });
  const person = async (
    name: string,
    role: Role | null,
    homeRole: Role | null,
    {
      age = 0,
      endsIn = hour,
      disabled = false,
    }: { readonly age?: number; readonly endsIn?: number; readonly disabled?: boolean } = {},
  ): Promise<Asker> => {
    const id = crypto.randomUUID();
    await client.user.create({
      data: {
        ...{ id, name, email: `${name.replaceAll(" ", ".")}@example.com`, role },
        disabledAt: disabled ? new Date() : null,
        databaseRoles: homeRole === null ? {} : { create: { databaseId: home.databaseId, role: homeRole } },
        // No password is this one's hash.
        accounts: {
          create: { id: crypto.randomUUID(), accountId: id, providerId: "credential", password: "0:0" },
        },
      },
    });
    const secret = newToken();
    const session = (token: string) => ({
      ...{ id: crypto.randomUUID(), token: hashToken(token), userId: id },
      ...{ authenticatedAt: new Date(Date.now() - age), expiresAt: new Date(Date.now() + endsIn) },
    });
    await client.session.create({ data: session(secret) });
    const other = await client.session.create({ data: session(newToken()) });
    const out = disabled || endsIn <= 0;
    const rights = (one: Role | null) => (one === null || out ? nothing : rightsOf(one));
    return {
      ...{ name, kind: out ? "nobody" : "person", rights: rights(role), homeRights: rights(homeRole) },
      ...{ fresh: age === 0, headers: cookie(secret), otherSession: other.id },
    };
  };
  const token = async (
    name: string,
    given: readonly string[],
    { databases = [], ended = {} }: { readonly databases?: readonly string[]; readonly ended?: object } = {},
  ): Promise<Asker> => {
    const secret = `plumbline_${newToken()}`;
    await client.serviceToken.create({
      data: {
        ...{ id: crypto.randomUUID(), name, tokenHash: hashToken(secret), prefix: "plumbline_" },
        ...{ scopes: [...given], databases: [...databases], createdById: "matrix", createdByName: "matrix" },
        ...{ expiresAt: new Date(Date.now() + hour), ...ended },
      },
    });
    const out = Object.keys(ended).length > 0;
    const rights = out ? nothing : rightsOfScopes(given);
    const everywhere = databases.length === 0;
    return {
      ...{ name, kind: out ? "nobody" : "token", fresh: true, otherSession: "none" },
      ...{ rights: everywhere ? rights : nothing, homeRights: everywhere ? nothing : rights },
      headers: { authorization: `Bearer ${secret}` },
    };
  };
  // Who made the tokens: none of them may do more.
  await client.user.create({
    data: { id: "matrix", name: "matrix", email: "matrix@example.com", role: "owner", emailVerified: true },
  });
  const nobody = (name: string, headers: Asker["headers"]): Asker => ({
    ...{ name, kind: "nobody", rights: nothing, homeRights: nothing, fresh: false },
    ...{ headers, otherSession: "none" },
  });
  const all: (Asker | Promise<Asker>)[] = [
    nobody("nobody", {}),
    nobody("forged cookie", cookie(newToken())),
    nobody("forged token", { authorization: `Bearer plumbline_${newToken()}` }),
    person("owner whose session ran out", "owner", null, { endsIn: -1 }),
    person("owner who is disabled", "owner", null, { disabled: true }),
    token("token that ran out", ["admin"], { ended: { expiresAt: new Date(Date.now() - 1) } }),
    token("token that was revoked", ["admin"], { ended: { revokedAt: new Date() } }),
    ...roles.map((role) => person(role, role, null)),
    person("owner unproven", "owner", null, { age: (freshMinutes + 1) * 60_000 }),
    ...roles.map((role) => person(`${role} of home only`, null, role)),
    person("without a role", null, null),
    ...scopes.map((scope) => token(`token to ${scope}`, [scope])),
    token("token of home only", ["check", "plan", "share", "admin"], { databases: [home.slug] }),
  ];
  return Promise.all(all);
}
