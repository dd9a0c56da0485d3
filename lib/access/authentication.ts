import "server-only";
import { hkdfSync } from "node:crypto";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { genericOAuth, twoFactor } from "better-auth/plugins";
import { visible } from "../postgres/identity";
import { log } from "./log";
import type { OidcProvider } from "./oidc";
import { provenAt, withoutTokens } from "./provider-answer";
import type { SecretKey, SingleKey } from "./secret-key";
import { cookiePrefix, isSecureOrigin, sessionDays } from "./session-cookie";
import { newToken } from "./token";

/** Passwords shorter than this are refused. */
export const shortestPassword = 12;

/** Longer ones too: hashing takes the longer the longer they are. */
export const longestPassword = 256;

interface AuthenticationParts {
  readonly database: NonNullable<BetterAuthOptions["database"]>;
  readonly secretKey: SecretKey;
  readonly origin: string;
  readonly oidc: OidcProvider | undefined;
  /** Whether this person may have a session at all, and has a second factor. */
  readonly standingOf: (userId: string) => Promise<Standing>;
}

interface Standing {
  readonly maySignIn: boolean;
  readonly secondFactor: boolean;
}

/** Where the app answers for better-auth; all that is asked for over HTTP there is the provider's way back. */
export const authenticationPath = "/sign-in/with";

/** The id of the one provider. */
export const oidcProviderId = "oidc";

/**
 * Passwords, second factors, sessions and the provider of identities, by better-auth. It is called by our operations and
 * not reachable over HTTP but for the provider's way back (`app/sign-in/with`).
 */
export function makeAuthentication({ database, secretKey, origin, oidc, standingOf }: AuthenticationParts) {
  const secure = isSecureOrigin(origin);
  return betterAuth({
    appName: "Plumbline",
    baseURL: origin,
    basePath: authenticationPath,
    secret: authenticationSecret(secretKey),
    database,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      // What follows a message can hold tokens.
      log: (level, message) => log[level === "error" ? "error" : "debug"]({ from: "better-auth" }, message),
    },
    // Calls come from our operations, which count for themselves (lib/access/rate-limit.ts).
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: {
      additionalFields: {
        role: { type: "string", required: false, input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
    },
    session: {
      expiresIn: sessionDays * 24 * 60 * 60,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        authenticatedAt: { type: "date", required: false, input: false, defaultValue: () => new Date() },
      },
    },
    account: {
      // Who the provider knows by an address that it verified is the person whom an owner added under that address.
      // A provider that is trusted without that could be told anybody's address by who signs up there.
      accountLinking: { enabled: true, trustedProviders: [] },
    },
    verification: { storeIdentifier: "hashed" },
    databaseHooks: {
      user: {
        create: {
          // A provider lets people be called as they like (lib/operations/person-name.ts).
          before: async (user) => ({
            data: { ...user, name: visible(user.name).slice(0, 100), role: oidc?.newcomers ?? null },
          }),
        },
      },
      account: {
        create: { before: async (account) => ({ data: withoutTokens(account) }) },
        update: { before: async (account) => ({ data: withoutTokens(account) }) },
      },
      session: {
        create: {
          before: async (session) => {
            const { maySignIn, secondFactor } = await standingOf(session.userId);
            if (!maySignIn) return false;
            const authenticatedAt = await provenAt(session.userId, secondFactor);
            return { data: { ...session, token: newToken(), authenticatedAt } };
          },
        },
      },
    },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(origin),
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: "strict", path: "/" },
      cookies: {
        // The provider's way back is a request from another site, which has to bring what we sent with it.
        state: { attributes: { sameSite: "lax" } },
        oauth_state: { attributes: { sameSite: "lax" } },
      },
    },
    plugins: [
      twoFactor({ issuer: "Plumbline", twoFactorCookieMaxAge: 10 * 60 }),
      genericOAuth({
        config:
          oidc === undefined
            ? []
            : [
                {
                  providerId: oidcProviderId,
                  discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
                  // With headers it follows no redirect to another origin.
                  discoveryHeaders: { accept: "application/json" },
                  requireIdTokenVerification: true,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret.reveal(),
                  scopes: ["openid", "email", "profile"],
                  pkce: true,
                  disableImplicitSignUp: oidc.newcomers === null,
                  disableSignUp: oidc.newcomers === null,
                },
              ],
      }),
    ],
  });
}

export type Authentication = ReturnType<typeof makeAuthentication>;

/** better-auth's own secret, of the same key as everything else that we encrypt. */
export function authenticationSecret(key: SingleKey): string {
  const material = Buffer.from(key.material.reveal(), "base64");
  return Buffer.from(hkdfSync("sha256", material, "", "plumbline authentication", 32)).toString("base64");
}
