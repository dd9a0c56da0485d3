/** How a change by hand to the schema of acting-kinds.fixture.ts is told. */
import type { Identity } from "../../postgres/identity";
import type { Mutation as KindMutation } from "../../testing/kind-mutations";
import type { FixtureNames } from "./acting-kinds.fixture";

export type Mutation = KindMutation<FixtureNames>;

/** A mutation; `recreates` where mending must, or must not, drop something. */
export const change = (
  object: Identity,
  attributes: KindMutation<FixtureNames>["attributes"],
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
