import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** Which dictionaries see which kinds of token. */
export interface TextSearchConfiguration extends Identity {
  readonly kind: "text search configuration";
  readonly schema: string;
  /** Qualified. */
  readonly parser: string;
  /** Token type → qualified dictionaries, in the order in which they are asked. */
  readonly mappings: { readonly [tokenType: string]: readonly string[] };
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (configuration: Identity): string =>
  `TEXT SEARCH CONFIGURATION ${qualify(configuration.schema, configuration.name)}`;

export const textSearchConfiguration: Kind<TextSearchConfiguration> = {
  kind: "text search configuration",
  label: "text search configuration",
  plural: "text search configurations",
  presence: "pg_catalog.pg_ts_config WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'text search configuration' AS kind, n.nspname AS schema, c.cfgname AS name,
           pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.prsname) AS parser,
           coalesce((
             SELECT pg_catalog.json_object_agg(m.alias, m.dictionaries ORDER BY m.alias COLLATE pg_catalog."C") FROM (
               SELECT tt.alias, pg_catalog.array_agg(pg_catalog.quote_ident(dn.nspname) || '.' || pg_catalog.quote_ident(di.dictname) ORDER BY cm.mapseqno) AS dictionaries
               FROM pg_catalog.pg_ts_config_map cm
               JOIN pg_catalog.ts_token_type(c.cfgparser) tt ON tt.tokid = cm.maptokentype
               JOIN pg_catalog.pg_ts_dict di ON di.oid = cm.mapdict
               JOIN pg_catalog.pg_namespace dn ON dn.oid = di.dictnamespace
               WHERE cm.mapcfg = c.oid GROUP BY tt.alias) m), '{}'::json) AS mappings,
           ${roleName("c.cfgowner")} AS owner, d.description AS comment, ${address("pg_ts_config", "c.oid")} AS address
    FROM pg_catalog.pg_ts_config c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
    ${joinComment("d", "pg_ts_config", "c.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    parser: "recreate",
    mappings: (expected, actual) => changeMappings(expected, actual.mappings),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: { parser: "medium", mappings: "medium", owner: "info", comment: "info" },
  },
  why: {
    missing: "to_tsvector and to_tsquery with this configuration fail (42704).",
    mappings:
      "Search finds other words than the source says; what is already stored as tsvector was made by the other rules.",
  },
  create: (object) => [
    statement(`CREATE ${target(object)} (PARSER = ${object.parser})`, identityOf(object)),
    ...changeMappings(object, {}),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

function changeMappings(
  expected: TextSearchConfiguration,
  actual: TextSearchConfiguration["mappings"],
): readonly Statement[] {
  const alter = (action: string): Statement =>
    statement(`ALTER ${target(expected)} ${action}`, identityOf(expected));
  const gone = Object.keys(actual).filter((token) => expected.mappings[token] === undefined);
  return [
    ...(gone.length === 0 ? [] : [alter(`DROP MAPPING FOR ${gone.map(quoteIdentifier).join(", ")}`)]),
    ...Object.entries(expected.mappings)
      .filter(([token, dictionaries]) => dictionaries.join() !== actual[token]?.join())
      .map(([token, dictionaries]) =>
        alter(
          `${actual[token] === undefined ? "ADD" : "ALTER"} MAPPING FOR ${quoteIdentifier(token)} WITH ${dictionaries.join(", ")}`,
        ),
      ),
  ];
}
