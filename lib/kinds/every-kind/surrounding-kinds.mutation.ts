import type { Identity } from "../../postgres/identity";
import type { Mutation as KindMutation } from "../../testing/kind-mutations";
import type { FixtureNames } from "./surrounding-kinds.fixture";

export type Mutation = KindMutation<FixtureNames>;

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
