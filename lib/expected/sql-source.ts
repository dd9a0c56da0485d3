import type { Diagnostic } from "../postgres/diagnostic";
import type { SourceFile } from "./source";

/** The files to run, and what was left out of them. */
export interface RunnableFiles {
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The files of a source in the order in which they run: by the bytes of their names. What undoes a migration (a down
 * file, or the down part of a file) is left out, or the schema would be built and taken down again.
 */
export function sqlFiles(given: readonly SourceFile[]): RunnableFiles {
  const diagnostics: Diagnostic[] = [];
  const paths = new Set(given.map((file) => file.path));
  const files = given
    .filter((file) => {
      const up = upSibling(file.path);
      if (up === undefined || !paths.has(up)) return true;
      diagnostics.push(leftOut(`${file.path} was left out: it undoes ${up}.`));
      return false;
    })
    .map((file) => {
      const content = withoutDownPart(file.content);
      if (content === file.content) return file;
      diagnostics.push(leftOut(`${file.path}: its part that undoes the migration was left out.`));
      return { path: file.path, content };
    })
    .toSorted((a, b) => compare(a.path, b.path));
  return { files, diagnostics };
}

const leftOut = (message: string): Diagnostic => ({
  code: "source-down-left-out",
  severity: "info",
  message,
});

/** The file that a down file undoes, by the names that golang-migrate, sqlx (`.down.sql`), diesel (`down.sql`) and Flyway (`U1__…`) give. */
function upSibling(path: string): string | undefined {
  if (/\.down\.sql$/i.test(path)) return path.replace(/\.down\.sql$/i, ".up.sql");
  if (/(^|\/)down\.sql$/.test(path)) return path.replace(/down\.sql$/, "up.sql");
  if (/(^|\/)U[\d._]+__[^/]*\.sql$/.test(path)) return path.replace(/(^|\/)U([\d._]+__[^/]*\.sql)$/, "$1V$2");
  return undefined;
}

const upMarker = /^--[ \t]*(?:\+goose[ \t]+up|\+migrate[ \t]+up|migrate:up)\b/im;
const downMarker = /^--[ \t]*(?:\+goose[ \t]+down|\+migrate[ \t]+down|migrate:down)\b/im;

/** Without the part behind the down marker of goose, sql-migrate or dbmate. Lines keep their numbers. */
function withoutDownPart(content: string): string {
  const up = content.search(upMarker);
  const down = content.search(downMarker);
  if (up < 0 || down < 0) return content;
  if (up < down) return content.slice(0, down);
  const blanked = content.slice(down, up).replace(/[^\n]/g, "");
  return content.slice(0, down) + blanked + content.slice(up);
}
