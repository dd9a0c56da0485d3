import { describe, expect, it } from "vitest";
import { planSides } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { toolSchemas, toolTables } from "./tool-tables";

const quoted = (name: string): string => `"${name}"`;

/** The name by which a tool's table goes, as its pattern spells it first. */
const nameOf = ({ table }: { readonly table: RegExp }): string =>
  table.source.replace(/^\^\(?|\)?\$$/g, "").split("|")[0] as string;

const ofTools = [
  ...toolTables.map(
    (tool) => `CREATE TABLE ${quoted(nameOf(tool))} (own_number serial PRIMARY KEY, ${tool.columns
      .map((column) => `${quoted(column)} text`)
      .join(", ")});
      CREATE INDEX ON ${quoted(nameOf(tool))} (${quoted(tool.columns[0] as string)});`,
  ),
  ...toolSchemas.map(
    ({ schema, mark }) =>
      `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.${mark} (id serial); CREATE TABLE ${schema}.job (id int);
       CREATE TYPE ${schema}.state AS ENUM ('a'); CREATE FUNCTION ${schema}.work() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
  ),
].join("\n");

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("what tools keep for themselves is no drift, with all that hangs on it, and is counted", async () => {
    const sides = await planSides(
      "CREATE TABLE ours (id int)",
      `CREATE TABLE ours (id int); ${ofTools}`,
      major,
    );
    try {
      expect(sides.drift.differences).toEqual([]);
      const counted = sides.actual.coverage.setApart.map(({ owner, reason }) => `${reason} ${owner}`);
      const tools = new Set([...toolTables, ...toolSchemas].map(({ tool }) => `tool ${tool}`));
      expect(counted.filter((one) => one.startsWith("tool "))).toEqual([...tools].toSorted());
    } finally {
      await sides.drop();
    }
  });

  it("a table of an application's own that has the name of a tool's is drift like any other", async () => {
    const sides = await planSides(
      "CREATE TABLE ours (id int)",
      "CREATE TABLE ours (id int); CREATE TABLE schema_migrations (id int); CREATE SCHEMA hangfire; CREATE TABLE hangfire.fires (id int)",
      major,
    );
    try {
      expect(
        sides.drift.differences.map(({ type, object }) => `${type} ${object.kind} ${object.name}`).toSorted(),
      ).toEqual([
        "unexpected schema hangfire",
        "unexpected table fires",
        "unexpected table schema_migrations",
      ]);
    } finally {
      await sides.drop();
    }
  });

  it("what belongs to an extension is no drift of its own, wherever it stands", async () => {
    const sides = await planSides(
      "CREATE SCHEMA apart; CREATE EXTENSION citext SCHEMA apart",
      "CREATE SCHEMA apart; CREATE EXTENSION citext SCHEMA apart; CREATE EXTENSION pg_trgm SCHEMA apart",
      major,
    );
    try {
      expect(
        sides.drift.differences.map(({ type, object }) => `${type} ${object.kind} ${object.name}`),
      ).toEqual(["unexpected extension pg_trgm"]);
    } finally {
      await sides.drop();
    }
  });
});
