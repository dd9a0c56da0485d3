import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";

/** A text that the server could not send us: its bytes are no UTF-8, or have no equivalent in it. */
export const unreadableTextCodes: ReadonlySet<string> = new Set(["22021", "22P05"]);

/** Names and texts with letters beyond ASCII, as bytes, which every encoding can send. */
const beyondAscii = [
  { what: "A relation", from: "pg_class", text: "relname::text" },
  { what: "A column", from: "pg_attribute", text: "attname::text" },
  { what: "A type", from: "pg_type", text: "typname::text" },
  { what: "A label of an enum", from: "pg_enum", text: "enumlabel::text" },
  { what: "A routine", from: "pg_proc", text: "proname::text" },
  { what: "A constraint", from: "pg_constraint", text: "conname::text" },
  { what: "A schema", from: "pg_namespace", text: "nspname::text" },
  { what: "The body of the routine", from: "pg_proc", text: "prosrc", of: "proname::text" },
  {
    what: "The comment on",
    from: "pg_description",
    text: "description",
    of: "pg_catalog.pg_describe_object(classoid, objoid, objsubid)",
  },
]
  .map(
    ({ what, from, text, of = text }) => /* sql */ `
  SELECT '${what}' AS what, pg_catalog.encode(pg_catalog.convert_to(${of}, 'SQL_ASCII'), 'hex') AS name,
         pg_catalog.encode(pg_catalog.convert_to(${text}, 'SQL_ASCII'), 'hex') AS text
    FROM pg_catalog.${from} WHERE ${text} ~ '[^[:ascii:]]'`,
  )
  .join(" UNION ALL ");

interface TextRow {
  readonly what: string;
  readonly name: string;
  readonly text: string;
}

/**
 * What to say of a catalog text that is no UTF-8, as a database in SQL_ASCII can hold: nothing tells which letters its
 * bytes are, so nothing is compared. The session has no transaction any more.
 */
export async function unreadableText(session: Session, cause: unknown): Promise<AppError> {
  const [server] = await session.query<{ encoding: string }>(
    "SELECT pg_catalog.current_setting('server_encoding') AS encoding",
  );
  const encoding = server?.encoding ?? "unknown";
  // Where bytes cannot be asked for either, the encoding alone has to tell.
  const rows = await session.query<TextRow>(beyondAscii).catch(() => []);
  const found = rows.find(({ text }) => !isUtf8(Buffer.from(text, "hex")));
  const named = found === undefined ? "A name or text" : `${found.what} ${withBytes(found.name)}`;
  return new AppError(
    "text-unreadable",
    `${named} is no UTF-8, and the database's encoding is ${encoding}.`,
    {
      hint: "Rename it or write it anew with client_encoding set to UTF8, or move the database to the encoding UTF8. Then check again.",
      cause,
    },
  );
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
}

/** ASCII as it is, other bytes as `\xe9`. */
const withBytes = (hex: string): string =>
  [...Buffer.from(hex, "hex")]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
