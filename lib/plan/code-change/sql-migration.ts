import type { CodeChange, CodeFile, MigrationStatement } from "./code-change";

const script = (statements: readonly MigrationStatement[]): string =>
  statements.map(({ sql }) => `${sql};\n`).join("");

/** For the way down, what it leaves out; none where it leaves nothing. Comments hold no names, as in a plan's script. */
export const lastingWords = ({ lasting }: CodeChange): readonly string[] =>
  lasting.length === 0
    ? []
    : [
        `${lasting.length === 1 ? "1 change" : `${lasting.length} changes`} of the way up can only be taken back by hand`,
      ];

/**
 * The change as plain SQL, one file up and one down.
 * @param name of the migration, without an extension; letters, digits, `_`, `.` and `-` only
 */
export function sqlMigration(change: CodeChange, name: string): readonly CodeFile[] {
  return [
    { path: `${name}.up.sql`, content: script(change.up) },
    {
      path: `${name}.down.sql`,
      content: [...lastingWords(change).map((words) => `-- ${words}\n`), script(change.down)].join(""),
    },
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
