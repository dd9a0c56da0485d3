import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OpenStore } from "../store/client";
import { sourceFiles } from "./architecture/imports";
import { type Asker, makeAskers } from "./matrix-askers";
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

let made: TestStore;
let askers: readonly Asker[];
let home: MatrixObjects;
let foreign: MatrixObjects;

const objectKeys = [
  ...["slug", "check", "difference", "plan", "run", "rehearsal", "window", "occurrence", "backup"],
  ...["shareLink", "ignoreRule", "person", "invitation", "token"],
] as readonly (keyof MatrixObjects)[];

const cookiesOf = ({ headers }: Asker): Map<string, string> => {
  const [name, value] = headers.cookie?.split("=") ?? [];
  return new Map(name === undefined || value === undefined ? [] : [[name, value]]);
};

beforeAll(async () => {
  made = await testStore();
  vi.stubEnv("DATABASE_URL", made.store.url());
  // Nobody listens there: what is let in gets no further.
  vi.stubEnv("PLUMBLINE_DEMO_SERVER_URL", "postgresql://matrix@127.0.0.1:1/postgres");
  vi.stubEnv("PLUMBLINE_SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
  home = await makeMatrixObjects(made.store, "home");
  foreign = await makeMatrixObjects(made.store, "foreign");
  askers = await makeAskers(made.store, home);
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

test("no server action and no method of a route is written so that it would not be found", () => {
  const odd = sourceFiles(root)
    .filter((file) => /^(app|components|lib)\//.test(file) && /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .filter((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      const directives = text.match(/^\s*(["'])use server\1/gm) ?? [];
      // Within a function it would make an action of a closure.
      if (directives.length > 0 && !/^"use server";/.test(text)) return true;
      const exported = text.match(/^export .*/gm) ?? [];
      if (directives.length > 0) return exported.some((line) => !/^export async function \w+/.test(line));
      return (
        /\/route\.ts$/.test(file) &&
        exported.some((line) => !/^export (const|(async )?function) \w+/.test(line))
      );
    });
  expect(odd).toEqual([]);
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

const denials =
  /^(not-allowed|not-signed-in|foreign-request|sign-in-again|window-of-another-database|no-such-(?!invitation).*)$/;

class Rollback extends Error {}

/** Calls one entry as one asker, in a transaction that never commits. True when it was let in. */
async function letIn(
  name: string,
  entry: MatrixEntry,
  asker: Asker,
  objects: MatrixObjects,
  refusal?: string,
): Promise<boolean> {
  const holder = globalThis as { plumblineStore?: unknown };
  request.headers = new Headers({
    ...{ origin: "http://localhost:3000", host: "localhost:3000", "sec-fetch-site": "same-origin" },
    ...asker.headers,
  });
  request.cookies = cookiesOf(asker);
  let answer: boolean | undefined;
  const work = async (client: unknown): Promise<void> => {
    holder.plumblineStore = {
      client,
      url: made.store.url,
      close: async () => undefined,
    } as unknown as OpenStore;
    answer = await attempt(name, entry, { ...objects, ownSession: asker.otherSession }, refusal);
    throw new Rollback();
  };
  await made.store.client.$transaction(work, { timeout: 60_000 }).catch((error: unknown) => {
    if (answer === undefined) throw error;
  });
  return answer ?? false;
}

async function attempt(
  name: string,
  entry: MatrixEntry,
  objects: MatrixObjects,
  refusal: string | undefined,
): Promise<boolean> {
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
    if (refusal !== undefined && state?.code === refusal) return false;
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

const tally = { calls: 0, allowed: 0, denied: 0, mixed: 0 };

/** What an entry is asked with, as one text. */
const inputOf = (entry: MatrixEntry, objects: MatrixObjects): string =>
  JSON.stringify([entry.form?.(objects), entry.parameters?.(objects), entry.route?.(objects)]);

/** Our own objects but for one, where an entry takes two: a foreign one by way of our own database, and the reverse. */
function mixesOf(entry: MatrixEntry): readonly (readonly [string, MatrixObjects])[] {
  const [own, other] = [inputOf(entry, home), inputOf(entry, foreign)];
  return objectKeys.flatMap((key) => {
    const mixed = { ...home, [key]: foreign[key] };
    const input = inputOf(entry, mixed);
    return input === own || input === other ? [] : [[`home with the ${key} of foreign`, mixed] as const];
  });
}

describe("everybody, on their own and on foreign objects", () => {
  test.each(Object.entries(operationMatrix))("%s", async (name, entry) => {
    const wrong: string[] = [];
    const isRoute = name.includes("/route.ts");
    const { passes: _, findsNothing, ...strict } = entry;
    const mixes = mixesOf(entry);
    for (const asker of askers) {
      for (const [where, objects] of [["home", home] as const, ["foreign", foreign] as const, ...mixes]) {
        const isMixed = objects !== home && objects !== foreign;
        // An object of one database is none of another's: owners get that answer as well.
        const should = !isMixed && expected(entry, asker, where === "home", isRoute);
        const does = await letIn(
          name,
          isMixed ? strict : entry,
          asker,
          objects,
          isMixed ? findsNothing : undefined,
        );
        tally.calls += 1;
        tally[does ? "allowed" : "denied"] += 1;
        if (isMixed) tally.mixed += 1;
        if (should !== does) wrong.push(`${asker.name} on ${where}: ${does ? "let in" : "refused"}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("prints what it did", () => {
    const entries = Object.values(operationMatrix);
    const { calls, allowed, denied, mixed } = tally;
    console.info(
      `${entries.length} actions and routes × ${askers.length} askers × own, foreign and mixed objects: ${calls} calls (${mixed} mixed), ${allowed} let in, ${denied} refused`,
    );
    expect(mixed).toBeGreaterThan(200);
    expect(calls).toBe(entries.length * askers.length * 2 + mixed);
  });
});
