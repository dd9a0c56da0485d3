import { AppError } from "../postgres/app-error";
import { type Role, roles } from "./authority";
import { isLoopback } from "./request-origin";
import { type Secret, secret } from "./secret";

/** A provider of identities (OpenID Connect) that people may sign in with. */
export interface OidcProvider {
  /** On the button: *Continue with …*. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** The role of who comes in by it without having been added by an owner; null lets nobody unknown in. */
  readonly newcomers: Role | null;
}

/**
 * The provider that the environment names: `PLUMBLINE_OIDC_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`, and, where wanted,
 * `_NAME` and `_NEWCOMER_ROLE`.
 * @returns undefined when it names none
 * @throws AppError `oidc-settings` when it names one in part
 */
export function oidcFromEnvironment(environment: NodeJS.ProcessEnv = process.env): OidcProvider | undefined {
  const issuer = environment.PLUMBLINE_OIDC_ISSUER?.replace(/\/+$/, "");
  if (!issuer) return undefined;
  const clientId = environment.PLUMBLINE_OIDC_CLIENT_ID;
  const clientSecret = environment.PLUMBLINE_OIDC_CLIENT_SECRET;
  if (!clientId || !clientSecret) {
    throw wrong("PLUMBLINE_OIDC_ISSUER is set without PLUMBLINE_OIDC_CLIENT_ID and _CLIENT_SECRET.");
  }
  if (!URL.canParse(issuer)) throw wrong("PLUMBLINE_OIDC_ISSUER is not a URL.");
  const url = new URL(issuer);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    throw wrong("PLUMBLINE_OIDC_ISSUER has to be an https address: keys that come by http are anybody's.");
  }
  // The provider sends people back to one address, which has to be known beforehand.
  if (!environment.PLUMBLINE_ORIGIN) throw wrong("PLUMBLINE_OIDC_ISSUER is set without PLUMBLINE_ORIGIN.");
  const wanted = environment.PLUMBLINE_OIDC_NEWCOMER_ROLE || null;
  const newcomers = wanted === null ? null : (roles.find((role) => role === wanted) ?? undefined);
  if (newcomers === undefined || newcomers === "owner") {
    throw wrong(`PLUMBLINE_OIDC_NEWCOMER_ROLE=${wanted} is none of viewer, operator and approver.`);
  }
  const name = environment.PLUMBLINE_OIDC_NAME || new URL(issuer).hostname;
  return { name, issuer, clientId, clientSecret: secret(clientSecret), newcomers };
}

const wrong = (message: string): AppError =>
  new AppError("oidc-settings", message, { hint: "Set all of them, or none to sign in by password only." });
