import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { transportHeaders } from "../access/security-headers";
import { sessionCookieName } from "../access/session-cookie";
import { authenticationOf } from "../operations/authentication-of";
import { type TestStore, testStore } from "./test-store";

// What Next does with the cookies that an action hands out: the edge outside our control.
const jar = vi.hoisted(() => ({
  set: [] as { name: string; value: string; options: Record<string, unknown> }[],
}));
const origin = "https://plumbline.example";
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin, host: "plumbline.example", "sec-fetch-site": "same-origin" }),
  cookies: async () => ({
    get: () => undefined,
    set: (name: string, value: string, options: Record<string, unknown>) => {
      jar.set.push({ name, value, options });
    },
  }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`redirected to ${to}`);
  },
}));

const email = "ana@example.com";
const password = "four quiet herons 9";
let made: TestStore;

beforeAll(async () => {
  made = await testStore();
  vi.stubEnv("PLUMBLINE_ORIGIN", origin);
  vi.stubEnv("DATABASE_URL", made.store.url());
  vi.stubEnv("PLUMBLINE_SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
  const { password: passwords } = await authenticationOf(made.operator).$context;
  await made.store.client.user.create({
    data: {
      ...{ id: "ana", name: "Ana", email, role: "owner", emailVerified: true },
      accounts: {
        create: {
          ...{ id: "ana", accountId: "ana", providerId: "credential" },
          password: await passwords.hash(password),
        },
      },
    },
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await made.drop();
});

test("behind https every cookie is __Host-, Secure, HttpOnly and SameSite=Strict, for the whole host and no other", async () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const { signIn } = (await import(/* @vite-ignore */ path.join(root, "app/sign-in/actions.ts"))) as {
    readonly signIn: (state: object, form: FormData) => Promise<unknown>;
  };
  const form = new FormData();
  form.set("email", email);
  form.set("password", password);
  await expect(signIn({ ok: true }, form)).rejects.toThrow("redirected to /");
  expect(jar.set.map(({ name }) => name)).toContain(sessionCookieName(origin));
  for (const { name, options } of jar.set) {
    expect(name).toMatch(/^__Host-plumbline\./);
    expect(options, name).toMatchObject({ secure: true, httpOnly: true, sameSite: "strict", path: "/" });
    expect(Object.keys(options), name).not.toContain("domain");
  }
  const session = jar.set.find(({ name }) => name === sessionCookieName(origin));
  expect(session?.options.maxAge).toBe(7 * 24 * 3600);
});

test("behind https browsers are told to come by it only, for two years", () => {
  expect(transportHeaders(origin)).toEqual({
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  });
  expect(transportHeaders("http://localhost:3000")).toEqual({});
});
