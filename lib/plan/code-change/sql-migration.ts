import type { PlannedStatement } from "../plan";
import type { CodeChange, CodeFile } from "./code-change";

const script = (statements: readonly PlannedStatement[]): string =>
  statements.map(({ sql }) => `${sql};\n`).join("");

/**
 * The change as plain SQL, one file up and one down.
 * @param name of the migration, without an extension; letters, digits, `_`, `.` and `-` only
 */
export function sqlMigration(change: CodeChange, name: string): readonly CodeFile[] {
  return [
    { path: `${name}.up.sql`, content: script(change.up) },
    { path: `${name}.down.sql`, content: script(change.down) },
  ];
}

/**
 * The change as a migration of Prisma, whose folders sort by time and have no way down.
 * @param at when it is made: the folder's name begins with it
 */
export function prismaMigration(change: CodeChange, name: string, at: Date): CodeFile {
  const time = at.toISOString().replace(/\D/g, "").slice(0, 14);
  return { path: `prisma/migrations/${time}_${name}/migration.sql`, content: script(change.up) };
}
