import { AppError } from "./app-error";

/**
 * How the connection is protected, by libpq's words.
 * `require` encrypts and does not verify; `verify-full` verifies the certificate chain and the host name.
 */
export const tlsModes = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;

export type TlsMode = (typeof tlsModes)[number];

/** Everything a connection needs. Never built from an unparsed string of somebody's: see {@link connectionSettingsFromUrl}. */
export interface ConnectionSettings {
  /** Host name, IP address or, on the command line only, the folder of a Unix socket. */
  readonly host: string;
  /** The IP address that is dialled in place of `host`, where it was looked up and found in order beforehand. */
  readonly address?: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Absent: none is sent, whatever the environment holds. */
  readonly password?: string;
  readonly tls: TlsMode;
  /** PEM certificates to trust instead of the system's. */
  readonly certificateAuthority?: string;
}

const badUrl = (message: string, hint: string): AppError => new AppError("connection-url", message, { hint });

// Written by tools into URLs, without meaning for a direct connection.
const harmless = new Set([
  "schema",
  "application_name",
  "connect_timeout",
  "pgbouncer",
  "connection_limit",
  "pool_timeout",
  "channel_binding",
]);

/**
 * Takes a `postgresql://user:password@host:port/database?sslmode=…` apart.
 *
 * Our own parser, because a URL parser moves the host when a password holds `#`, `/` or `@`, and node-postgres lets
 * `?host=` and `?sslrootcert=` redirect the connection and read local files (postgres-facts.md §0.8).
 * @param options.sockets accept `?host=/folder` (command line only)
 * @throws AppError `connection-url`; its text holds no password
 */
export function connectionSettingsFromUrl(
  url: string,
  options: { sockets?: boolean; defaultUser?: string } = {},
): ConnectionSettings {
  const match = /^postgres(?:ql)?:\/\//i.exec(url.trim());
  if (!match) {
    throw badUrl(
      "The connection URL does not begin with postgresql://.",
      "Write it as postgresql://user@host:5432/database.",
    );
  }
  const rest = url.trim().slice(match[0].length);
  // The last @ ends the user part, so that a password may hold any character.
  const at = rest.lastIndexOf("@");
  const userPart = at < 0 ? "" : rest.slice(0, at);
  const address = rest.slice(at + 1);
  const question = address.indexOf("?");
  const location = question < 0 ? address : address.slice(0, question);
  const parameters = new URLSearchParams(question < 0 ? "" : address.slice(question + 1));
  const slash = location.indexOf("/");
  const hostPort = slash < 0 ? location : location.slice(0, slash);
  const database = decode(slash < 0 ? "" : location.slice(slash + 1));

  const colon = userPart.indexOf(":");
  const user = decode(colon < 0 ? userPart : userPart.slice(0, colon)) || options.defaultUser || "";
  const password = colon < 0 ? undefined : decode(userPart.slice(colon + 1));

  const hostMatch = /^(\[[0-9a-fA-F:.%]+\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(hostPort);
  if (!hostMatch)
    throw badUrl("The host part of the connection URL cannot be read.", "Write it as host or host:port.");
  let host = decode(hostMatch[1] ?? "").replace(/^\[|\]$/g, "");
  let tls: TlsMode = "prefer";
  let port = hostMatch[2] === undefined ? 5432 : Number(hostMatch[2]);

  for (const [name, value] of parameters) {
    if (name === "sslmode" || name === "ssl") {
      const mode =
        name === "ssl" ? (value === "true" ? "require" : "disable") : value === "allow" ? "prefer" : value;
      if (!isTlsMode(mode)) throw badUrl(`Unknown sslmode "${value}".`, `Use one of ${tlsModes.join(", ")}.`);
      tls = mode;
    } else if (name === "host" && options.sockets && value.startsWith("/")) {
      host = value;
      tls = "disable";
    } else if (name === "port" && options.sockets && /^\d{1,5}$/.test(value)) {
      port = Number(value);
    } else if (!harmless.has(name)) {
      throw badUrl(
        `The connection URL has the parameter "${name}", which is not accepted.`,
        "Remove it; host, port, user and database are written in front of the question mark.",
      );
    }
  }
  if (host === "")
    throw badUrl("The connection URL names no host.", "Write it as postgresql://user@host:5432/database.");
  if (port < 1 || port > 65_535) throw badUrl(`Port ${port} does not exist.`, "Ports run from 1 to 65535.");
  if (user === "")
    throw badUrl("The connection URL names no user.", "Write it as postgresql://user@host:5432/database.");
  if (database === "") {
    throw badUrl(
      "The connection URL names no database.",
      "Add it behind the host: postgresql://user@host:5432/database.",
    );
  }
  return { host, port, database, user, tls, ...(password === undefined ? {} : { password }) };
}

function isTlsMode(text: string): text is TlsMode {
  return (tlsModes as readonly string[]).includes(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is a character of the password, not an escape.
    return text;
  }
}

/** `host:port/database` without user and password: fit for a message. */
export function describeAddress(settings: Pick<ConnectionSettings, "host" | "port" | "database">): string {
  return `${settings.host}:${settings.port}/${settings.database}`;
}
