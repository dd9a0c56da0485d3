import { AppError } from "./app-error";
import type { ConnectionSettings } from "./connection-settings";

/** The SQLSTATE of a server's error or the system's error name (`ECONNREFUSED`); undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Node says these of a certificate it cannot trace to an authority it trusts (node:tls, X509 error codes). */
const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/** The driver's error in words a person can act on. Only codes are looked at and kept: messages may hold values. */
export function connectionError(error: unknown, settings: ConnectionSettings): AppError {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : "";
  const server = `${settings.host}:${settings.port}`;
  const make = (id: string, text: string, hint: string): AppError =>
    new AppError(id, text, { hint, details: code === undefined ? [] : [`Code ${code}`], cause: error });

  if (code === "28P01") {
    return make(
      "password-rejected",
      `Password rejected for role ${settings.user}.`,
      "Check the password, or reset it with \\password in psql.",
    );
  }
  if (code === "28000") {
    return make(
      "role-rejected",
      `The server at ${server} does not let role ${settings.user} in.`,
      "The role may not exist, may not log in, or pg_hba.conf has no line for it and this address.",
    );
  }
  if (code === "3D000") {
    return make(
      "no-database",
      `The database ${settings.database} does not exist on ${server}.`,
      "Check its name: names are case-sensitive.",
    );
  }
  if (code === "42501") {
    return make(
      "no-connect-right",
      `Role ${settings.user} may not connect to ${settings.database}.`,
      `GRANT CONNECT ON DATABASE to the role.`,
    );
  }
  if (code === "53300")
    return make(
      "too-many-connections",
      `The server at ${server} has no free connection.`,
      "Try again, or raise max_connections.",
    );
  if (code === "57P03")
    return make(
      "starting-up",
      `The server at ${server} is starting up or in recovery.`,
      "Try again in a minute.",
    );
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return make(
      "unknown-host",
      `Host name not found: ${settings.host}.`,
      "Check its spelling, and that this machine can resolve it.",
    );
  }
  if (code === "ECONNREFUSED" || code === "ENOENT") {
    return make(
      "connection-refused",
      `Nothing accepts connections at ${server}.`,
      "Check the port, that Postgres runs, and listen_addresses.",
    );
  }
  if (code === "ETIMEDOUT" || code === "EHOSTUNREACH" || code === "ENETUNREACH" || /timeout/i.test(message)) {
    return make(
      "connection-timeout",
      `No answer from ${server} in time.`,
      "A firewall may drop the packets, or this is not a Postgres server. Check host and port.",
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return make(
      "certificate-host",
      `The certificate of ${server} is made out to another host.`,
      "Connect by the name in the certificate, or choose verify-ca.",
    );
  }
  if (code === "CERT_HAS_EXPIRED")
    return make(
      "certificate-expired",
      `The certificate of ${server} has expired.`,
      "Renew it on the server.",
    );
  if (code !== undefined && untrusted.has(code)) {
    return make(
      "certificate-untrusted",
      `The certificate of ${server} is not trusted.`,
      "Upload the certificate authority, or choose require (encrypts, does not verify).",
    );
  }
  if (/does not support SSL/i.test(message)) {
    return make(
      "no-tls",
      `The server at ${server} does not offer TLS.`,
      "Choose prefer or disable, or switch ssl on at the server.",
    );
  }
  if (/password must be a (non-empty )?string|no password|SASL/i.test(message)) {
    return make(
      "password-missing",
      `The server at ${server} asks for a password and none was given.`,
      `Enter the password of role ${settings.user}.`,
    );
  }
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    return make(
      "connection-failed",
      `The server at ${server} refused the connection (${code}).`,
      "Look the code up in the server's log.",
    );
  }
  return make(
    "not-postgres",
    `What answers at ${server} does not speak the Postgres protocol.`,
    "Check host and port.",
  );
}
