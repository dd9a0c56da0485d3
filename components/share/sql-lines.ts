import { visible } from "@/lib/postgres/identity";

/** SQL as it stands, with what could turn a line around written out. */
export const sqlLines = (sql: string): string =>
  sql
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => visible(line.replaceAll("\t", "  ")))
    .join("\n");
