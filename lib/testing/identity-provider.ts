import { createHash, generateKeyPairSync, sign } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A provider of identities on this machine: it vouches for whoever `person` is. */
export interface IdentityProvider {
  readonly issuer: string;
  person: { readonly sub: string; readonly email: string; readonly email_verified: boolean };
  /** Claims of the ID token in the place of the right ones. */
  claims: Readonly<Record<string, unknown>>;
  /** What the configuration tells in the place of the right things. */
  configuration: Readonly<Record<string, unknown>>;
  /** False to answer without an ID token. */
  givesIdToken: boolean;
  /** Signs with a key that it does not publish. */
  forges: boolean;
  /** What it was asked for last. */
  readonly asked: () => URLSearchParams;
  close(): Promise<void>;
}

/** Starts a provider (OpenID Connect, code flow with PKCE) that sees who `person` is without asking. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }];
  let last = new URLSearchParams();
  const state = {
    issuer: "",
    person: { sub: "1", email: "nobody@example.com", email_verified: true },
    claims: {},
    configuration: {},
    givesIdToken: true,
    forges: false,
    asked: () => last,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1000);
    const nonce = last.get("nonce");
    const body = [
      { alg: "RS256", kid: "one", typ: "JWT" },
      {
        ...state.person,
        ...{ iss: state.issuer, aud: "plumbline", iat: now, exp: now + 300, name: "Pia" },
        ...(nonce ? { nonce } : {}),
        ...state.claims,
      },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const key = state.forges ? foreign : privateKey;
    return `${body}.${sign("sha256", Buffer.from(body), key).toString("base64url")}`;
  };
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", state.issuer);
    const answer = (body: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return answer({
          issuer: state.issuer,
          authorization_endpoint: `${state.issuer}/authorize`,
          token_endpoint: `${state.issuer}/token`,
          userinfo_endpoint: `${state.issuer}/userinfo`,
          jwks_uri: `${state.issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          ...state.configuration,
        });
      case "/keys":
        return answer({ keys });
      case "/userinfo":
        return answer({ ...state.person, name: "Pia" });
      case "/authorize": {
        last = url.searchParams;
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", "code");
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        back.searchParams.set("iss", state.issuer);
        response.writeHead(302, { location: back.href });
        return response.end();
      }
      case "/token": {
        let sent = "";
        for await (const chunk of request) sent += String(chunk);
        const verifier = new URLSearchParams(sent).get("code_verifier") ?? "";
        const challenge = createHash("sha256").update(verifier).digest("base64url");
        if (last.get("code_challenge") !== challenge) {
          return answer({ error: "invalid_grant" }, 400);
        }
        return answer({
          ...{ access_token: "access", token_type: "Bearer", expires_in: 300 },
          ...(state.givesIdToken ? { id_token: idToken() } : {}),
        });
      }
      default:
        return answer({ error: "not_found" }, 404);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
