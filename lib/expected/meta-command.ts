import { AppError } from "../postgres/app-error";

// They print, or set how psql prints; or \g, which the splitter has already taken as a semicolon.
const harmless = new Set(
  "a C conninfo copyright echo encoding errverbose f g H help l pset qecho restrict sf sv t T timing unrestrict warn x z ?".split(
    " ",
  ),
);

/** Variables by which psql is told how to behave, and which no statement reads. */
const ownVariables =
  /^(?:AUTOCOMMIT|COMP_KEYWORD_CASE|ECHO\w*|FETCH_COUNT|HIDE_\w+|HIST\w+|IGNOREEOF|ON_ERROR_\w+|PROMPT\d|QUIET|SHOW_\w+|SINGLE\w+|VERBOSITY)$/;

export type MetaAction =
  | { readonly type: "skip"; readonly note?: string }
  | { readonly type: "include"; readonly path: string; readonly relative: boolean }
  | { readonly type: "end of file" };

/**
 * What a psql meta-command means for a source.
 * @throws AppError `source-meta-command` for those whose effect would be missed
 */
export function metaCommand(command: string, argument: string, place: string): MetaAction {
  if (harmless.has(command) || /^d\w*\+?$/.test(command)) return { type: "skip" };
  if (command === "i" || command === "include")
    return { type: "include", path: plain(argument), relative: false };
  if (command === "ir" || command === "include_relative")
    return { type: "include", path: plain(argument), relative: true };
  if (command === "q" || command === "quit") return { type: "end of file" };
  if (command === "set" || command === "unset") {
    const name = /^\S*/.exec(argument)?.[0] ?? "";
    if (ownVariables.test(name)) return { type: "skip" };
  }
  if (command === "c" || command === "connect")
    return { type: "skip", note: "\\connect was left out: everything runs in one database." };
  if (command === "copy" && /\bfrom\b/i.test(argument))
    return { type: "skip", note: "\\copy was left out: rows are no schema." };
  throw new AppError("source-meta-command", `${place}: psql's \\${command} cannot be followed here.`, {
    hint: "Give the SQL that psql would send: put variables in, and include files with \\i below the source's folder.",
  });
}

const plain = (argument: string): string => argument.replace(/^'(.*)'$/s, "$1");
