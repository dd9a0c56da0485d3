import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freshMinutes, type Right, type Role, rightsOf, roles } from "../access/authority";
import { rightsOfScopes, scopes } from "../access/scope";
import { publicOrigin, sessionCookieName } from "../access/session-cookie";
import { hashToken, newToken } from "../access/token";
import type { OpenStore } from "../store/client";
import { sourceFiles } from "./architecture/imports";
import { type MatrixEntry, operationMatrix } from "./operation-matrix";
import { type MatrixObjects, makeMatrixObjects } from "./operation-matrix-objects";
import { type TestStore, testStore } from "./test-store";

// What Next knows of a request, which is the edge outside our control; everything behind it is real.
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = request.cookies.get(name);
      return value === undefined ? undefined : { name, value };
    },
    set: () => undefined,
    delete: () => undefined,
  }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw Object.assign(new Error(`redirected to ${to}`), { redirected: to });
  },
}));

const root = path.resolve(import.meta.dirname, "../..");

/** Everybody who can ask. */
interface Asker {
  readonly name: string;
  readonly kind: "nobody" | "person" | "token";
  /** On every database and on what belongs to none. */
  readonly rights: ReadonlySet<Right>;
  /** On the database `home` alone. */
  readonly homeRights: ReadonlySet<Right>;
  readonly fresh: boolean;
  /** The cookie's or the header's secret. */
  readonly secret: string;
}

let made: TestStore;
let askers: readonly Asker[];
let home: MatrixObjects;
let foreign: MatrixObjects;
let ownSessions: ReadonlyMap<string, string>;

beforeAll(async () => {
  made = await testStore();
  vi.stubEnv("DATABASE_URL", made.store.url());
  // Nobody listens there: what is let in gets no further.
  vi.stubEnv("PLUMBLINE_DEMO_SERVER_URL", "postgresql://matrix@127.0.0.1:1/postgres");
  vi.stubEnv("PLUMBLINE_SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
  home = await makeMatrixObjects(made.store, "home");
  foreign = await makeMatrixObjects(made.store, "foreign");
  const sessions = new Map<string, string>();
  const person = async (
    name: string,
    role: Role | null,
    homeRole: Role | null,
    fresh = true,
  ): Promise<Asker> => {
    const id = crypto.randomUUID();
    await made.store.client.user.create({
      data: {
        ...{ id, name, email: `${name.replaceAll(" ", ".")}@example.com`, role },
        databaseRoles: homeRole === null ? {} : { create: { databaseId: home.databaseId, role: homeRole } },
        // No password is this one's hash.
        accounts: {
          create: { id: crypto.randomUUID(), accountId: id, providerId: "credential", password: "0:0" },
        },
      },
    });
    const secret = newToken();
    const authenticatedAt = fresh ? new Date() : new Date(Date.now() - (freshMinutes + 1) * 60_000);
    const session = (token: string) => ({
      ...{ id: crypto.randomUUID(), token: hashToken(token), userId: id, authenticatedAt },
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    await made.store.client.session.create({ data: session(secret) });
    const other = await made.store.client.session.create({ data: session(newToken()) });
    sessions.set(secret, other.id);
    const rights = (one: Role | null) => (one === null ? new Set<Right>() : rightsOf(one));
    return { name, kind: "person", rights: rights(role), homeRights: rights(homeRole), fresh, secret };
  };
  const token = async (name: string, given: readonly string[], databases: string[]): Promise<Asker> => {
    const secret = `plumbline_${newToken()}`;
    await made.store.client.serviceToken.create({
      data: {
        ...{
          id: crypto.randomUUID(),
          name,
          tokenHash: hashToken(secret),
          prefix: "plumbline_",
          scopes: [...given],
        },
        ...{ databases, createdById: "matrix", createdByName: "matrix" },
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    });
    const rights = rightsOfScopes(given);
    const nothing = new Set<Right>();
    return {
      ...{ name, kind: "token", fresh: true, secret },
      ...(databases.length === 0 ? { rights, homeRights: nothing } : { rights: nothing, homeRights: rights }),
    };
  };
  askers = [
    {
      ...{ name: "nobody", kind: "nobody", fresh: false, secret: "" },
      rights: new Set(),
      homeRights: new Set(),
    },
    {
      ...{ name: "forged cookie", kind: "nobody", fresh: false },
      secret: newToken(),
      rights: new Set(),
      homeRights: new Set(),
    },
    ...(await Promise.all(roles.map((role) => person(role, role, null)))),
    await person("owner unproven", "owner", null, false),
    ...(await Promise.all(roles.map((role) => person(`${role} of home only`, null, role)))),
    await person("without a role", null, null),
    await token("token to read", ["read"], []),
    await token(
      "token for all",
      scopes.filter((scope) => scope !== "run"),
      [],
    ),
    await token("token of home only", ["check"], ["home"]),
  ];
  ownSessions = sessions;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await made.drop();
});

/** Each action and each method of a route that the app has. */
const found = sourceFiles(root)
  .filter((file) => /^(app|components)\//.test(file) && /\.tsx?$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    if (/\/route\.ts$/.test(file)) {
      const methods = [
        ...text.matchAll(/^export (?:async function|function|const) (GET|POST|PUT|PATCH|DELETE|HEAD)\b/gm),
      ];
      return methods.map((match) => `${file} ${match[1]}`);
    }
    if (!/^\s*"use server";/.test(text)) return [];
    return [...text.matchAll(/^export async function (\w+)/gm)].map((match) => `${file} ${match[1]}`);
  });

test("every server action and every method of a route has a line in the matrix, and none besides", () => {
  expect(found.length).toBeGreaterThan(60);
  expect(Object.keys(operationMatrix).toSorted()).toEqual(found.toSorted());
});

test("every page but those for everybody reads through load(), which asks who it is", () => {
  const pages = sourceFiles(root).filter((file) => /^app\/.*page\.tsx$/.test(file));
  const open = /^app\/(page|sign-in\/page|sign-in\/second-factor\/page|set-up\/\[token\]\/page)\.tsx$/;
  const unasked = pages.filter(
    (file) => !open.test(file) && !/\bload\w*\(/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(unasked).toEqual([]);
  expect(pages.length).toBeGreaterThan(15);
});

/** Whether the rights let this one through. */
function expected(
  { needs, on, fresh, machines }: MatrixEntry,
  asker: Asker,
  isHome: boolean,
  isRoute: boolean,
): boolean {
  if (needs === "anybody") return true;
  if (asker.kind === "nobody") return false;
  // Actions take no tokens: a page of ours sends them.
  if (asker.kind === "token" && !isRoute) return false;
  if (machines && asker.kind !== "token") return false;
  if (fresh && asker.kind === "person" && !asker.fresh) return false;
  if (needs === "a person") return asker.kind === "person";
  if (needs === "who sees any") return true;
  return asker.rights.has(needs) || (on === "a database" && isHome && asker.homeRights.has(needs));
}

const denials = /^(not-allowed|not-signed-in|foreign-request|sign-in-again|no-such-(?!invitation).*)$/;

class Rollback extends Error {}

/** Calls one entry as one asker, in a transaction that never commits. True when it was let in. */
async function letIn(
  name: string,
  entry: MatrixEntry,
  asker: Asker,
  objects: MatrixObjects,
): Promise<boolean> {
  const holder = globalThis as { plumblineStore?: unknown };
  request.headers = new Headers({
    ...{ origin: "http://localhost:3000", host: "localhost:3000", "sec-fetch-site": "same-origin" },
    ...(asker.kind === "token" ? { authorization: `Bearer ${asker.secret}` } : {}),
  });
  request.cookies = new Map(
    asker.kind === "token" || asker.secret === ""
      ? []
      : [[sessionCookieName(publicOrigin()), `${asker.secret}.x`]],
  );
  let answer: boolean | undefined;
  const work = async (client: unknown): Promise<void> => {
    holder.plumblineStore = {
      client,
      url: made.store.url,
      close: async () => undefined,
    } as unknown as OpenStore;
    const own = { ...objects, ownSession: ownSessions.get(asker.secret) ?? "none" };
    answer = await attempt(name, entry, own);
    throw new Rollback();
  };
  await made.store.client.$transaction(work, { timeout: 60_000 }).catch((error: unknown) => {
    if (answer === undefined) throw error;
  });
  return answer ?? false;
}

async function attempt(name: string, entry: MatrixEntry, objects: MatrixObjects): Promise<boolean> {
  const [file = "", verb = ""] = name.split(" ");
  const module = (await import(/* @vite-ignore */ path.join(root, file))) as Record<
    string,
    (...given: unknown[]) => unknown
  >;
  const call = module[verb];
  if (call === undefined) throw new Error(`${name} is gone`);
  try {
    if (file.endsWith("/route.ts")) {
      const { parameters = {}, query = "" } = entry.route?.(objects) ?? {};
      const ended = AbortSignal.abort();
      const asked = new Request(`http://localhost:3000/?${query}`, {
        method: verb,
        signal: ended,
        headers: request.headers,
        ...(verb === "POST" ? { body: "" } : {}),
      });
      const response = (await call(asked, { params: Promise.resolve(parameters) })) as Response;
      if (response.ok) await response.body?.cancel();
      if (entry.needs === "anybody") return true;
      if (![401, 403, 404].includes(response.status)) return true;
      const { code } = (await response.json()) as { code?: string };
      return code !== undefined && code === entry.passes;
    }
    const parameters = entry.parameters?.(objects).map(asForm) ?? [
      { ok: true },
      asForm(entry.form?.(objects) ?? {}),
    ];
    const state = (await call(...parameters)) as { code?: string } | undefined;
    return state?.code === undefined || state.code === entry.passes || !denials.test(state.code);
  } catch (error) {
    // What is thrown after being let in is not the matter here; refusals come as answers, but for one action without a form.
    if (error instanceof Error && /may not|There is no check|not signed in/.test(error.message)) return false;
    return true;
  }
}

/** Plain fields as form data; what is no record of texts stays. */
function asForm(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields) || "type" in fields)
    return fields;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of Array.isArray(value) ? value : [value]) form.append(name, String(each));
  }
  return form;
}

const tally = { calls: 0, allowed: 0, denied: 0 };

describe("everybody, on their own and on foreign objects", () => {
  test.each(Object.entries(operationMatrix))("%s", async (name, entry) => {
    const wrong: string[] = [];
    for (const asker of askers) {
      for (const [where, objects] of [
        ["home", home],
        ["foreign", foreign],
      ] as const) {
        const should = expected(entry, asker, where === "home", name.includes("/route.ts"));
        const does = await letIn(name, entry, asker, objects);
        tally.calls += 1;
        tally[does ? "allowed" : "denied"] += 1;
        if (should !== does) wrong.push(`${asker.name} on ${where}: ${does ? "let in" : "refused"}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("prints what it did", () => {
    const names = Object.keys(operationMatrix).length;
    console.info(
      `${names} actions and routes × ${askers.length} askers × own and foreign: ${tally.calls} calls, ${tally.allowed} let in, ${tally.denied} refused`,
    );
    expect(tally.calls).toBe(names * askers.length * 2);
  });
});
