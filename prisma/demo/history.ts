import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "../../lib/postgres/app-error";

/** The revision that the live database was really built up to. */
export const builtRevision = "58ea862c1242";

/** The revision that somebody wrote into `alembic_version` by hand. */
export const stampedRevision = "dc2c0f69c1b1";

/** One step of the demo's Alembic history, as `alembic upgrade head --sql` prints it. */
export interface DemoRevision {
  readonly revision: string;
  /** The statements, ending with the change of `alembic_version`; without BEGIN and COMMIT. */
  readonly sql: string;
}

const fileName = "upgrade-head.sql";

/** Where the demo's files are: beside this one, or, when this one was bundled, below the folder that the app runs in. */
export const demoFolder: string =
  [import.meta.dirname, path.resolve("prisma/demo")].find(
    (folder) => folder !== undefined && existsSync(path.join(folder, fileName)),
  ) ?? path.resolve("prisma/demo");

/**
 * The demo's history, oldest revision first. The version table is made by the first one.
 * @throws AppError `demo-history-unreadable`
 */
export function demoHistory(folder: string = demoFolder): readonly DemoRevision[] {
  const file = path.join(folder, fileName);
  const [preamble, ...steps] = read(file)
    .replace(/^BEGIN;$|^COMMIT;$/gm, "")
    .split(/^-- Running upgrade (?=.*-> )/m);
  return steps.map((step, index) => {
    const revision = /^\S* ?-> (\w+)/.exec(step)?.[1];
    if (revision === undefined || preamble === undefined) throw unreadable(file, undefined);
    return { revision, sql: `${index === 0 ? preamble : ""}-- Running upgrade ${step}` };
  });
}

/** The statements of all revisions up to and including one, in order. */
export function historyUpTo(revision: string, folder: string = demoFolder): string {
  const history = demoHistory(folder);
  const last = history.findIndex((step) => step.revision === revision);
  if (last < 0) throw unreadable(path.join(folder, fileName), undefined);
  return history
    .slice(0, last + 1)
    .map((step) => step.sql)
    .join("\n");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError("demo-history-unreadable", `The demo's history ${file} cannot be read.`, {
    hint: "It belongs to the project: restore it from git, or start the app in the project's folder.",
    cause,
  });
}
