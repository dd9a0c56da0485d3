import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sourceFiles } from "./architecture/imports";
import { type Asker, makeAskers } from "./matrix-askers";
import { type MatrixObjects, makeMatrixObjects } from "./operation-matrix-objects";
import { type PageEntry, pageMatrix } from "./page-matrix";
import { type TestStore, testStore } from "./test-store";

// What Next knows of a request, which is the edge outside our control; everything behind it is real.
const request = vi.hoisted(() => ({
  headers: new Headers(),
  cookie: undefined as [string, string] | undefined,
}));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (name === request.cookie?.[0] ? { name, value: request.cookie[1] } : undefined),
  }),
}));
vi.mock("next/navigation", () => {
  const ends = (end: string) => () => {
    throw Object.assign(new Error(end), { end });
  };
  return {
    redirect: (to: string) => ends(/^\/sign-in(\?|$)/.test(to) ? "sign in" : "elsewhere")(),
    forbidden: ends("forbidden"),
    notFound: ends("not found"),
  };
});

const root = path.resolve(import.meta.dirname, "../..");
const canary = "foreign-canary-4711";

let made: TestStore;
let askers: readonly Asker[];
let home: MatrixObjects;
let foreign: MatrixObjects;

beforeAll(async () => {
  made = await testStore();
  vi.stubEnv("DATABASE_URL", made.store.url());
  vi.stubEnv("PLUMBLINE_SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
  vi.stubEnv("PLUMBLINE_HOME", "/nonexistent/plumbline");
  home = await makeMatrixObjects(made.store, "home");
  foreign = await makeMatrixObjects(made.store, canary);
  // Pages without tokens: those are for the API.
  askers = (await makeAskers(made.store, home)).filter(({ headers }) => headers.authorization === undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await made.drop();
});

test("every page has a line in the matrix, and none besides", () => {
  const pages = sourceFiles(root).filter((file) => /^app\/.*\bpage\.tsx$/.test(file));
  expect(pages.length).toBeGreaterThan(25);
  expect(Object.keys(pageMatrix).toSorted()).toEqual(pages.toSorted());
});

type Outcome = "shown" | "sign in" | "forbidden" | "not found" | "elsewhere";

/** Every text in a page as it is handed on: what reaches the browser is among it. */
function textsOf(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === "string") return `${value}\n`;
  if (typeof value !== "object" || value === null || seen.has(value)) return "";
  seen.add(value);
  if (value instanceof Map) return textsOf([...value], seen);
  return Object.entries(value)
    .filter(([key]) => !key.startsWith("_"))
    .map(([, each]) => textsOf(each, seen))
    .join("");
}

async function show(
  file: string,
  entry: PageEntry,
  asker: Asker,
  objects: MatrixObjects,
): Promise<{ readonly outcome: Outcome; readonly text: string }> {
  request.headers = new Headers({ host: "localhost:3000", ...asker.headers });
  const [name, value] = asker.headers.cookie?.split("=") ?? [];
  request.cookie = name === undefined || value === undefined ? undefined : [name, value];
  const module = (await import(/* @vite-ignore */ path.join(root, file))) as {
    readonly default: (properties: object) => Promise<unknown>;
    readonly generateMetadata?: (properties: object) => Promise<unknown>;
  };
  const properties = {
    params: Promise.resolve(entry.path?.(objects) ?? {}),
    searchParams: Promise.resolve(entry.query ?? {}),
  };
  let text = "";
  let outcome: Outcome = "shown";
  // The title is asked for on its own, and must not tell more than the page.
  for (const part of [module.generateMetadata, module.default]) {
    try {
      text += textsOf(await part?.(properties));
    } catch (error) {
      const { end, code } = error as { readonly end?: Outcome; readonly code?: string };
      if (code !== undefined && code === entry.fails) continue;
      if (end === undefined) throw error;
      if (outcome === "shown") outcome = end;
      if (part === module.default && outcome !== end)
        throw new Error(`the title says ${outcome}, the page ${end}`);
    }
  }
  return { outcome, text };
}

function expected({ needs, on, anywhere, absent }: PageEntry, asker: Asker, isHome: boolean): Outcome {
  if (needs === "anybody") return absent ? "not found" : "shown";
  if (asker.kind === "nobody") return "sign in";
  if (needs === "a person") return "shown";
  const has = (right: typeof needs): boolean =>
    asker.rights.has(right) || ((anywhere || (on === "a database" && isHome)) && asker.homeRights.has(right));
  if (has(needs)) return absent ? "not found" : "shown";
  // To who may not even read the database, it does not exist.
  return on === "a database" && !has("read databases") ? "not found" : "forbidden";
}

const tally = { shown: 0, refused: 0 };

describe("everybody, on pages of their own and of foreign databases", () => {
  test.each(Object.entries(pageMatrix))("%s", async (file, entry) => {
    const wrong: string[] = [];
    for (const asker of askers) {
      const mayReadForeign = asker.rights.has("read databases");
      for (const [where, objects] of [
        ["home", home],
        ["foreign", foreign],
      ] as const) {
        // Who asks for set-up addresses that open nothing is held off after a while.
        await made.store.client.rateLimit.deleteMany();
        const { outcome, text } = await show(file, entry, asker, objects);
        const should = expected(entry, asker, where === "home");
        tally[outcome === "shown" ? "shown" : "refused"] += 1;
        const front = /^app\/(page|sign-in\/page)\.tsx$/.test(file) && outcome === "elsewhere";
        if (outcome !== should && !front) wrong.push(`${asker.name} on ${where}: ${outcome}, not ${should}`);
        if (!mayReadForeign && text.includes(canary))
          wrong.push(`${asker.name} on ${where}: is told of ${canary}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("prints what it did", () => {
    const pages = Object.keys(pageMatrix).length;
    console.info(
      `${pages} pages × ${askers.length} askers × own and foreign: ${tally.shown} shown, ${tally.refused} refused`,
    );
    expect(tally.shown + tally.refused).toBe(pages * askers.length * 2);
  });
});
