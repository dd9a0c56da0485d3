import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { ConnectionSettings } from "../postgres/connection-settings";

/**
 * The connection with the password that libpq would use: the URL's, else `PGPASSWORD`, else the first line of the
 * password file that matches (https://www.postgresql.org/docs/current/libpq-pgpass.html). For the command line only:
 * the web app never reads either.
 */
export async function withPassword(
  settings: ConnectionSettings,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ConnectionSettings> {
  if (settings.password !== undefined) return settings;
  const password = environment.PGPASSWORD ?? (await fromPasswordFile(settings, environment));
  return password === undefined ? settings : { ...settings, password };
}

async function fromPasswordFile(
  settings: ConnectionSettings,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const file = environment.PGPASSFILE ?? path.join(homedir(), ".pgpass");
  let text: string;
  try {
    // libpq ignores a file that others can read.
    if (((await stat(file)).mode & 0o077) !== 0) return undefined;
    text = await readFile(file, "utf8");
  } catch {
    // No such file, or none we may read: then there is no password in it for us.
    return undefined;
  }
  const host = settings.host.startsWith("/") ? "localhost" : settings.host;
  const wanted = [host, String(settings.port), settings.database, settings.user];
  for (const line of text.split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = splitFields(line);
    const password = fields[4];
    if (
      password !== undefined &&
      wanted.every((value, index) => fields[index] === "*" || fields[index] === value)
    ) {
      return password;
    }
  }
  return undefined;
}

/** Fields are parted by colons; a backslash takes the meaning from the character behind it. */
function splitFields(line: string): readonly string[] {
  const fields = [""];
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? "";
    if (character === "\\") {
      index += 1;
      fields[fields.length - 1] += line[index] ?? "";
    } else if (character === ":" && fields.length < 5) fields.push("");
    else fields[fields.length - 1] += character;
  }
  return fields;
}
