import { generateKeyPairSync, sign } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { visitor } from "../access/authority";
import { publicOrigin, sessionCookieName, tokenInCookie } from "../access/session-cookie";
import { findSession } from "../store/sessions";
import { type TestStore, testStore } from "../testing/test-store";
import type { Context } from "./context";
import { beginProviderSignIn, finishProviderSignIn } from "./sign-in-with-provider";

/** A provider of identities on this machine: it vouches for whoever `person` is. */
interface Provider {
  readonly issuer: string;
  person: { readonly sub: string; readonly email: string; readonly email_verified: boolean };
  close(): Promise<void>;
}

async function startProvider(): Promise<Provider> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }];
  const nonces = new Map<string, string>();
  const provider: Provider = {
    issuer: "",
    person: { sub: "1", email: "nobody@example.com", email_verified: true },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", provider.issuer);
    const answer = (body: unknown): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return answer({
          issuer: provider.issuer,
          authorization_endpoint: `${provider.issuer}/authorize`,
          token_endpoint: `${provider.issuer}/token`,
          jwks_uri: `${provider.issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "/keys":
        return answer({ keys });
      case "/authorize": {
        nonces.set("code", url.searchParams.get("nonce") ?? "");
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", "code");
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        back.searchParams.set("iss", provider.issuer);
        response.writeHead(302, { location: back.href });
        return response.end();
      }
      case "/token": {
        const nonce = nonces.get("code");
        const now = Math.floor(Date.now() / 1000);
        const claims = { iss: provider.issuer, aud: "plumbline", iat: now, exp: now + 300, name: "Pia" };
        const body = [
          { alg: "RS256", kid: "one", typ: "JWT" },
          { ...provider.person, ...claims, ...(nonce ? { nonce } : {}) },
        ]
          .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
          .join(".");
        const token = `${body}.${sign("sha256", Buffer.from(body), privateKey).toString("base64url")}`;
        return answer({ access_token: "access", token_type: "Bearer", expires_in: 300, id_token: token });
      }
      default:
        response.writeHead(404);
        response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, { issuer });
}

let provider: Provider;
let made: TestStore;
let nobody: Context;

beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.close());

beforeEach(async () => {
  vi.stubEnv("PLUMBLINE_ORIGIN", "https://plumbline.example.com");
  vi.stubEnv("PLUMBLINE_OIDC_ISSUER", provider.issuer);
  vi.stubEnv("PLUMBLINE_OIDC_CLIENT_ID", "plumbline");
  vi.stubEnv("PLUMBLINE_OIDC_CLIENT_SECRET", "kept between us two");
  made = await testStore();
  nobody = { ...made.operator, actor: visitor };
  return async () => {
    vi.unstubAllEnvs();
    await made.drop();
  };
});

/** Goes the whole way as a browser would; gives the last answer. */
async function goThere(): Promise<Response> {
  const { url, cookies } = await beginProviderSignIn(nobody, new Headers(), "/databases");
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  // The way back is a request from another site: a strict cookie would not come with it.
  expect(cookies.find((one) => one.includes("state"))).toMatch(/SameSite=Lax/i);
  const sent = await fetch(url, { redirect: "manual" });
  const back = sent.headers.get("location") ?? "";
  expect(back).toMatch(/^https:\/\/plumbline\.example\.com\/sign-in\/with\/callback\/oidc\?/);
  return finishProviderSignIn(nobody, new Request(back, { headers: { cookie } }));
}

const sessionOf = async (response: Response) => {
  const cookie = response.headers
    .getSetCookie()
    .find((one) => one.startsWith(sessionCookieName(publicOrigin())));
  const value = decodeURIComponent(cookie?.split(";")[0]?.split("=").slice(1).join("=") ?? "");
  return { cookie: cookie ?? "", found: await findSession(made.store, tokenInCookie(value), new Date()) };
};

test("who was added under the address that the provider verified is signed in, with the role they have", async () => {
  await made.store.client.user.create({
    data: { id: "pia", name: "Pia", email: "pia@example.com", emailVerified: true, role: "operator" },
  });
  provider.person = { sub: "7", email: "pia@example.com", email_verified: true };
  const response = await goThere();
  expect(response.headers.get("location")).toBe("/databases");
  const { cookie, found } = await sessionOf(response);
  expect(found?.person).toMatchObject({ id: "pia", role: "operator" });
  expect(cookie).toMatch(/^__Host-plumbline\.session_token=/);
  for (const attribute of [/; Secure/i, /; HttpOnly/i, /; SameSite=Strict/i, /; Path=\/(;|$)/i]) {
    expect(cookie).toMatch(attribute);
  }
  expect(cookie).not.toMatch(/domain=/i);
});

test("an address that the provider did not verify is nobody's", async () => {
  await made.store.client.user.create({
    data: { id: "rae", name: "Rae", email: "rae@example.com", emailVerified: true, role: "owner" },
  });
  provider.person = { sub: "66", email: "rae@example.com", email_verified: false };
  const response = await goThere();
  expect(response.headers.get("location")).toMatch(/\/sign-in\?error=/);
  expect((await sessionOf(response)).found).toBeNull();
});

test("nobody unknown comes in", async () => {
  provider.person = { sub: "8", email: "stranger@example.com", email_verified: true };
  const response = await goThere();
  expect(response.headers.get("location")).toMatch(/\/sign-in\?error=/);
  expect((await sessionOf(response)).found).toBeNull();
  expect(await made.store.client.user.count()).toBe(0);
});

test("unknown people come in with the role that the environment gives them, and no other", async () => {
  vi.stubEnv("PLUMBLINE_OIDC_NEWCOMER_ROLE", "viewer");
  provider.person = { sub: "9", email: "new@example.com", email_verified: true };
  expect((await sessionOf(await goThere())).found?.person).toMatchObject({ role: "viewer" });
});

test("who is disabled stays out", async () => {
  await made.store.client.user.create({
    data: {
      ...{ id: "quinn", name: "Quinn", email: "quinn@example.com", emailVerified: true, role: "owner" },
      disabledAt: new Date(),
    },
  });
  provider.person = { sub: "10", email: "quinn@example.com", email_verified: true };
  const response = await goThere().catch(() => null);
  expect(response === null ? null : (await sessionOf(response)).found).toBeNull();
  expect(await made.store.client.session.count()).toBe(0);
});

test("a way back that nobody asked for signs nobody in", async () => {
  const url = `${publicOrigin()}/sign-in/with/callback/oidc?code=code&state=guessed`;
  const response = await finishProviderSignIn(nobody, new Request(url));
  expect((await sessionOf(response)).found).toBeNull();
});
