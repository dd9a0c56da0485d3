/** How a change by hand to the schema of acting-kinds.fixture.ts is told. */
import type { Identity } from "../postgres/identity";
import type { FixtureNames } from "./acting-kinds.fixture";

export interface Mutation {
  readonly object: Identity;
  /** The attributes that differ afterwards, by name; or how the object differs as a whole. */
  readonly attributes: readonly string[] | "missing" | "unexpected";
  readonly sql: (names: FixtureNames) => string;
  /** Whether mending it must drop something; where absent, either is right. */
  readonly recreates?: boolean;
}

/** A mutation; `recreates` where mending must, or must not, drop something. */
export const change = (
  object: Identity,
  attributes: Mutation["attributes"],
  sql: string | ((names: FixtureNames) => string),
  recreates?: boolean,
): Mutation => ({
  object,
  attributes,
  sql: typeof sql === "string" ? () => sql : sql,
  ...(recreates === undefined ? {} : { recreates }),
});

/** An object in the schema of the fixture. */
export const inApp = (kind: string, name: string, args?: string): Identity => ({
  kind,
  schema: "App",
  name,
  ...(args === undefined ? {} : { arguments: args }),
});

/** An object of a relation in the schema of the fixture. */
export const on = (kind: string, table: string, name: string): Identity => ({
  kind,
  schema: "App",
  table,
  name,
});
