import type { Mutation as AnyMutation } from "../../testing/kind-mutations";
import type { FixtureNames } from "./core-kinds.fixture";

type Mutation = AnyMutation<FixtureNames>;

const flagged = { kind: "view", schema: "App", name: "Flagged" };
const over = { kind: "view", schema: "shared", name: "over" };
const numbers = { kind: "view", schema: "shared", name: "numbers" };

const change = (attributes: string, sql: string, object = flagged): Mutation => ({
  object,
  attributes: attributes.split(" "),
  sql: () => sql,
});

/** Written anew with the options that it has on each major. */
const replace = (attributes: string, select: string): readonly Mutation[] => [
  { ...change(attributes, replaced("security_barrier = true, check_option = local", select)), to: 14 },
  {
    ...change(
      attributes,
      replaced("security_invoker = true, security_barrier = true, check_option = local", select),
    ),
    from: 15,
  },
];

const replaced = (options: string, select: string): string =>
  `CREATE OR REPLACE VIEW "App"."Flagged" WITH (${options}) AS ${select}`;

export const viewMutations: readonly Mutation[] = [
  change("owner", `ALTER VIEW "App"."Flagged" OWNER TO CURRENT_USER`),
  change("comment", `COMMENT ON VIEW "App"."Flagged" IS NULL`),
  {
    object: flagged,
    attributes: ["privileges"],
    sql: ({ reader }) =>
      `REVOKE SELECT ON "App"."Flagged" FROM ${reader}; GRANT INSERT ON "App"."Flagged" TO PUBLIC`,
  },
  {
    object: flagged,
    attributes: ["columnPrivileges"],
    sql: ({ reader }) =>
      `REVOKE UPDATE ("Name") ON "App"."Flagged" FROM ${reader}; GRANT SELECT (price) ON "App"."Flagged" TO ${reader}`,
  },
  change("columnComments", `COMMENT ON COLUMN "App"."Flagged"."Name" IS 'by hand'`),
  change("columnDefaults", `ALTER VIEW "App"."Flagged" ALTER "Name" DROP DEFAULT`),
  change("columnDefaults", `ALTER VIEW "App"."Flagged" ALTER price SET DEFAULT 1`),
  { ...change("options", `ALTER VIEW "App"."Flagged" RESET (security_invoker)`), from: 15 },
  change("options", `ALTER VIEW "App"."Flagged" SET (check_option = cascaded)`),
  change("options", `ALTER VIEW "App"."Flagged" RESET (check_option), SET (security_barrier = false)`),
  ...replace("definition", `SELECT id, name AS "Name", price, mood FROM "App".person WHERE NOT flag`),
  ...replace(
    "columns definition",
    `SELECT id, name AS "Name", price, mood, born FROM "App".person WHERE flag`,
  ),
  change("columns definition", `ALTER VIEW shared.over RENAME COLUMN code TO other`, over),
  change("columns definition", `ALTER VIEW shared.numbers RENAME COLUMN n TO m`, numbers),
  { object: over, attributes: "missing", sql: () => "DROP VIEW shared.over" },
  {
    object: flagged,
    attributes: "missing",
    also: [{ object: over, attributes: "missing" }],
    sql: () => `DROP VIEW "App"."Flagged" CASCADE`,
  },
  {
    object: { kind: "view", schema: "shared", name: "more" },
    attributes: "unexpected",
    sql: () => `CREATE VIEW shared.more AS SELECT * FROM shared.over`,
  },
];
