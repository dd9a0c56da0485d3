import type { Identity } from "../postgres/identity";
import type { FixtureNames } from "./surrounding-kinds.fixture";

/** One change of the fixture's objects by hand. */
export interface Mutation {
  readonly object: Identity;
  /** The attributes in which the object differs afterwards, in alphabetical order; or that it is missing or unexpected. */
  readonly attributes: readonly string[] | "missing" | "unexpected";
  readonly sql: (names: FixtureNames) => string;
  /** Set where no safe statement exists. */
  readonly manual?: true;
  /** The first major version that has the attribute. */
  readonly from?: number;
}

/** The three that nearly every kind has; `privileges` where GRANT knows the kind. */
export const usual = (object: Identity, words: string, grant?: string): readonly Mutation[] => [
  { object, attributes: ["owner"], sql: () => `ALTER ${words} OWNER TO CURRENT_USER` },
  { object, attributes: ["comment"], sql: () => `COMMENT ON ${words} IS 'by hand'` },
  ...(grant === undefined
    ? []
    : [
        {
          object,
          attributes: ["privileges"],
          sql: ({ reader }: FixtureNames) =>
            `REVOKE ALL ON ${grant} FROM ${reader}; GRANT USAGE ON ${grant} TO PUBLIC`,
        },
      ]),
];

/** Default privileges carry the role in their name. */
export const defaults = (
  schema: string | undefined,
  objects: string,
  attributes: Mutation["attributes"],
  sql: Mutation["sql"],
): Mutation => ({
  object: {
    kind: "default privileges",
    ...(schema === undefined ? {} : { schema }),
    name: `${objects} made by OWNER`,
  },
  attributes,
  sql,
});
