import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { printedName, printedQualified } from "../postgres/identifier";
import { withoutInherited } from "./pg-dump-inheritance";
import { wordsIn } from "./pg-dump-names";
import { withoutMadeUpNames } from "./pg-dump-partition-indexes";
import { withLostIdentities } from "./pg-dump-replica-identity";

const execute = promisify(execFile);

const installed = new Map<string, Promise<number | null>>();

function majorOfProgram(program: string): Promise<number | null> {
  const known = installed.get(program);
  if (known !== undefined) return known;
  const asked = execute(program, ["--version"]).then(
    ({ stdout }) => Number(/ (\d+)/.exec(stdout)?.[1] ?? Number.NaN) || null,
    () => null,
  );
  installed.set(program, asked);
  return asked;
}

/** `pg_dump` in PATH and in Debian's folders of server versions. */
function candidates(): readonly string[] {
  const versions = "/usr/lib/postgresql";
  const found = existsSync(versions)
    ? readdirSync(versions).map((version) => path.join(versions, version, "bin/pg_dump"))
    : [];
  return ["pg_dump", ...found.filter((program) => existsSync(program))];
}

/** The oldest installed `pg_dump` that can read a server of this major: it refuses servers newer than itself. Null where there is none. */
export async function findPgDump(
  major: number,
): Promise<{ readonly program: string; readonly major: number } | null> {
  const majors = await Promise.all(
    candidates().map(async (program) => ({ program, major: await majorOfProgram(program) })),
  );
  const fitting = majors.flatMap(({ program, major: own }) =>
    own !== null && own >= major ? [{ program, major: own }] : [],
  );
  return fitting.toSorted((a, b) => a.major - b.major)[0] ?? null;
}

/** The schema of a database as `pg_dump --schema-only` prints it, and what that leaves out of it. */
export async function dumpSchema(program: string, url: string, ...more: readonly string[]): Promise<string> {
  const { stdout } = await execute(
    program,
    ["--schema-only", "--lock-wait-timeout=30s", ...more, "--dbname", url],
    {
      maxBuffer: 200_000_000,
    },
  );
  return withLostIdentities(stdout, url);
}

/** The lines of a dump that say something, sorted: statements may stand in any order. */
export async function dumpLines(
  program: string,
  url: string,
  ...more: readonly string[]
): Promise<readonly string[]> {
  const dump = await dumpSchema(program, url, ...more);
  return dump
    .split("\n")
    .filter((line) => !/^\\(un)?restrict |^--|^$/.test(line))
    .toSorted();
}

const identity = /ALTER TABLE (?:ONLY )?(.*) ADD GENERATED .* AS IDENTITY/;
const identitySequence = new RegExp(`${identity.source} \\(\\s+SEQUENCE NAME (${printedQualified})`, "g");
const aboutSequence = new RegExp(`^(?:COMMENT|GRANT .*|REVOKE .*) ON SEQUENCE (${printedQualified}) `, "m");

/** The columns whose numbers come from sequences that belong to them, by those. */
const sequencesBehindIdentities = (dump: string): ReadonlyMap<string, string> =>
  new Map([...dump.matchAll(identitySequence)].map(([, column = "", sequence = ""]) => [sequence, column]));

/**
 * The statements of a dump by what pg_dump calls them, where neither the order of statements nor that of a table's columns counts.
 * Names of the sequences behind identity columns are left out: nothing but the column uses them. So are names that were made
 * up for what came with something else.
 */
export function dumpEntries(dump: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const behind = sequencesBehindIdentities(dump);
  const heading = /^-- Name: .*; Type: .*; Schema: .*$/gm;
  const headings = [...dump.matchAll(heading)];
  headings.forEach((match, position) => {
    const begin = match.index + match[0].length;
    const end =
      headings[position + 1]?.index ?? dump.indexOf("\n-- PostgreSQL database dump complete", begin);
    const text = dump.slice(begin, end < 0 ? undefined : end);
    const column = identity.exec(text)?.[1];
    const said = aboutSequence.exec(text)?.[1];
    const of = said === undefined ? undefined : behind.get(said);
    const title = match[0].replace("-- Name: ", "");
    const name =
      column !== undefined
        ? `identity of ${column}`
        : of === undefined
          ? title
          : title.replace(/^SEQUENCE .*?(?=; Type: )/, `SEQUENCE of ${of}`);
    const body = entryBody(of === undefined ? text : text.replaceAll(`SEQUENCE ${said} `, "SEQUENCE "), name);
    if (body === "" && /; Type: ACL;/.test(name)) return;
    if (onSystem.test(name)) return;
    entries.set(name, [entries.get(name), body].filter((text) => text !== undefined).join("\n"));
  });
  return withoutInherited(withoutMadeUpNames(entries));
}

/** Grants on what came with the server: left out (lib/kinds/README.md), and counted in the ledger. */
const onSystem = /; Type: ACL; Schema: pg_catalog;|^SCHEMA pg_catalog; Type: ACL;/;

function entryBody(text: string, name: string): string {
  const lines = text
    .split("\n")
    .filter((line) => !/^(?:--.*|\\(?:un)?restrict .*|SET default_\w+ = .*|\s*)$/.test(line))
    .map((line) => (/^\s+SEQUENCE NAME /.test(line) ? "    SEQUENCE NAME" : line))
    .map(withSortedOptions)
    .map(withSortedColumns)
    .map(withSortedTags)
    .map(withoutNamesOfCalls)
    // Postgres made the name up, for what the table or column was called then.
    .map((line) => line.replace(/ CONSTRAINT (?:"[^"]+_not_null\d*"|\w+_not_null\d*) (?=NOT NULL)/, " "));
  // What an operator family holds stands in the order in which it was put in.
  if (/; Type: (?:TABLE|FOREIGN TABLE|OPERATOR FAMILY|OPERATOR CLASS);/.test(name))
    return inOrderOfColumns(lines).join("\n");
  if (/; Type: (?:FUNCTION|PROCEDURE);/.test(name)) return withSortedSettings(lines).join("\n");
  // Grants stand in the order in which they were given.
  const grants = /; Type: (?:DEFAULT )?ACL;/.test(name);
  return (grants ? withoutOwnersOwn(lines, name).toSorted() : lines).join("\n");
}

/** An event trigger's tags are a set. */
const withSortedTags = (line: string): string =>
  line.replace(/(?<= WHEN TAG IN \()[^)]*(?=\))/, (list) => list.split(", ").toSorted().join(", "));

const namesOfCalls = new RegExp(
  String.raw`(?<=\) (?:WITH ORDINALITY )?${printedName})\(${printedName}(?:, ${printedName})+\)`,
  "g",
);

/** Of what a function returns all columns are named, in the order of the table whose rows they are, and as they were then. */
const withoutNamesOfCalls = (line: string): string => line.replace(namesOfCalls, "");

/** Storage options stand in the order in which they were set. */
const withSortedOptions = (line: string): string =>
  line.replace(
    /(?<=^|^(?:CREATE (?:UNIQUE )?(?:VIEW|INDEX)| {4}ADD CONSTRAINT) .* )WITH \((\w+=(?:'[^']*'|\w+)(?:, \w+=(?:'[^']*'|\w+))*)\)/,
    (_, list: string) => `WITH (${list.split(", ").toSorted().join(", ")})`,
  );

/** A routine's settings stand in the order in which they were set: LANGUAGE, SET …, SET …, and then the body. */
function withSortedSettings(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.startsWith("    LANGUAGE ")) + 1;
  const count = lines.slice(begin).findIndex((line) => !line.startsWith("    SET "));
  if (begin === 0 || count < 0) return lines;
  return lines.toSpliced(begin, count, ...lines.slice(begin, begin + count).toSorted());
}

const listOfColumns = new RegExp(
  String.raw`^(CREATE STATISTICS .* ON |ALTER PUBLICATION .* ADD TABLE ONLY ${printedQualified} \()((?:${printedName}, )*${printedName})(?=, | FROM |\))`,
);

/** Extended statistics name plain columns in the order of the table, in front of expressions, and publications do theirs. */
const withSortedColumns = (line: string): string =>
  line.replace(listOfColumns, (_, head: string, list: string) => head + wordsIn(list).toSorted().join(", "));

/** What the owner of a table may do from the start; MAINTAIN came with PostgreSQL 17. */
const ofTables = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];

/**
 * Whoever owns a table may grant what it has without being told so; ALTER … OWNER, or GRANT, leaves it spelled out sometimes:
 * pg_dump then takes everything from the owner and gives it back in two statements.
 */
function withoutOwnersOwn(lines: readonly string[], name: string): readonly string[] {
  const owner = /^TABLE .*; Type: ACL; .*; Owner: (.*)$/.exec(name)?.[1];
  const concernsOwner = (line: string): boolean =>
    owner !== undefined &&
    / (?:TO|FROM) (.*?)(?: WITH GRANT OPTION)?;$/.exec(line)?.[1]?.replaceAll('"', "") === owner;
  const granted = lines.flatMap((line) =>
    concernsOwner(line) ? (/^GRANT ([A-Z,]+) ON /.exec(line)?.[1]?.split(",") ?? []) : [],
  );
  const everything = ofTables.every((privilege) => granted.includes(privilege));
  const givenAsWell = !lines.some((line) => line.startsWith("REVOKE") && concernsOwner(line));
  return everything || givenAsWell ? lines.filter((line) => !concernsOwner(line)) : lines;
}

/** The lines of a CREATE TABLE with its columns and constraints (a family, its members) sorted; what stands around them stays where it is. */
function inOrderOfColumns(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.startsWith("    "));
  const end = lines.findIndex((line, position) => position > begin && !line.startsWith("    "));
  if (begin < 0 || end < 0) return lines;
  const columns = lines.slice(begin, end).map((line) => line.replace(/ ?[,;]$/, ""));
  return [...lines.slice(0, begin), ...columns.toSorted(), ...lines.slice(end)];
}

/** What is in one dump only or not the same in both, by pg_dump's name for it: empty where both databases have one schema. */
export function dumpDifferences(
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...expected.keys(), ...actual.keys()]);
  return [...names]
    .filter((name) => expected.get(name) !== actual.get(name))
    .toSorted()
    .map((name) => {
      const [wanted, present] = [expected.get(name), actual.get(name)];
      if (present === undefined) return `lacks ${name}`;
      if (wanted === undefined) return `has besides ${name}`;
      const [wantedLines, presentLines] = [wanted.split("\n"), present.split("\n")];
      const lost = wantedLines
        .filter((line) => !presentLines.includes(line))
        .map((line) => `- ${line.trim()}`);
      const added = presentLines
        .filter((line) => !wantedLines.includes(line))
        .map((line) => `+ ${line.trim()}`);
      return `${name}: ${[...lost, ...added].join(" | ") || "the order of its lines"}`;
    });
}
