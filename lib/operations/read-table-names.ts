import "server-only";
import { AppError } from "../postgres/app-error";
import type { TableName } from "../recovery/backup-level";

/** One name of a qualified one: in double quotes any sign, else as Postgres would fold it. */
const part = String.raw`(?:"((?:[^"]|"")+)"|([^\s".]+))`;
const qualified = new RegExp(`^${part}\\.${part}$`);

/**
 * Table names as people type them, one a line: `public.users`, `"Odd schema"."Users"`.
 * @returns null for none: everything is meant
 * @throws AppError `table-name` naming the line
 */
export function readTableNames(text: string): TableName[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  return lines.map((line) => {
    const match = qualified.exec(line);
    const name = (quoted: string | undefined, bare: string | undefined): string =>
      quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? "";
    if (match === null) {
      throw new AppError(
        "table-name",
        `${line.slice(0, 80)} is not a table with its schema, such as public.users.`,
      );
    }
    return { schema: name(match[1], match[2]), name: name(match[3], match[4]) };
  });
}
