/** Pairs of schemas that no other tool's suite has: names and sizes that break quoting, ordering and inheritance. */

/** A name that ends a quoted identifier, a statement, a comment and a line, and turns the order of writing. */
const hostile = `";DROP TABLE t;--\n\\! id '$$/*ü\u202e%s`;

/** The name as SQL, with something in front to tell one from another. */
const named = (prefix: string): string => `"${`${prefix} ${hostile}`.replaceAll('"', '""')}"`;

const literal = (value: string): string => `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** Every kind that is made by SQL alone, under such a name, with texts that hold it too. */
function hostileObjects(other: boolean): string {
  const schema = named("schema");
  const q = (name: string): string => `${schema}.${named(name)}`;
  const value = literal(`${hostile} ${other}`);
  const comment = (what: string): string => `COMMENT ON ${what} IS ${value};`;
  const option = `OPTIONS (${named("option")} ${value})`;
  return `
    CREATE SCHEMA ${schema};
    ${comment(`SCHEMA ${schema}`)}
    CREATE TYPE ${q("enum")} AS ENUM ('a''b', ${literal(hostile)}${other ? `, 'last "one"'` : ""});
    ${comment(`TYPE ${q("enum")}`)}
    CREATE DOMAIN ${q("domain")} AS text CONSTRAINT ${named("check")} CHECK (VALUE <> ${value});
    CREATE TYPE ${q("composite")} AS (${named("field")} integer${other ? `, ${named("more")} text` : ""});
    CREATE TYPE ${q("range")} AS RANGE (SUBTYPE = numeric);
    CREATE COLLATION ${q("collation")} (LOCALE = 'C');
    CREATE SEQUENCE ${q("sequence")} INCREMENT BY ${other ? 3 : 2};
    ${comment(`SEQUENCE ${q("sequence")}`)}
    CREATE TABLE ${q("parent")} (
      ${named("id")} integer CONSTRAINT ${named("key")} PRIMARY KEY,
      ${named("text")} text COLLATE ${q("collation")} DEFAULT ${value});
    ${comment(`TABLE ${q("parent")}`)}
    ${comment(`COLUMN ${q("parent")}.${named("text")}`)}
    ${comment(`CONSTRAINT ${named("key")} ON ${q("parent")}`)}
    CREATE TABLE ${q("child")} (
      ${named("parent")} integer CONSTRAINT ${named("reference")} REFERENCES ${q("parent")} ${other ? "ON DELETE CASCADE" : ""},
      ${named("enum")} ${q("enum")} DEFAULT 'a''b', ${named("domain")} ${q("domain")},
      ${named("number")} integer DEFAULT nextval(${literal(q("sequence"))}),
      ${named("made")} text GENERATED ALWAYS AS (${named("domain")}::text || ${value}) STORED,
      CONSTRAINT ${named("limit")} CHECK (${named("number")} > ${other ? 1 : 0}));
    CREATE INDEX ${named("index")} ON ${q("child")} (lower(${named("domain")}::text)) WHERE ${named("number")} > ${other ? 5 : 4};
    ${comment(`INDEX ${q("index")}`)}
    CREATE STATISTICS ${q("statistics")} ON ${named("parent")}, ${named("number")} FROM ${q("child")};
    CREATE VIEW ${q("view")} AS SELECT ${named("id")}, ${named("text")} AS ${named("alias")} FROM ${q("parent")} WHERE ${named("text")} <> ${value};
    CREATE MATERIALIZED VIEW ${q("matview")} AS SELECT count(*) AS ${named("count")} FROM ${q("view")};
    CREATE UNIQUE INDEX ${named("matindex")} ON ${q("matview")} (${named("count")});
    CREATE FUNCTION ${q("function")}() RETURNS trigger LANGUAGE plpgsql AS ${literal(`begin return new; end -- ${other}`)};
    CREATE FUNCTION ${q("routine")}(${named("argument")} ${q("enum")} DEFAULT 'a''b') RETURNS text LANGUAGE sql AS ${literal(`select ${value}::text`)};
    ${comment(`FUNCTION ${q("routine")}(${q("enum")})`)}
    CREATE PROCEDURE ${q("procedure")}() LANGUAGE sql AS ${literal(`select ${value}::text`)};
    CREATE AGGREGATE ${q("aggregate")}(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '${Number(other)}');
    CREATE TRIGGER ${named("trigger")} BEFORE INSERT ON ${q("child")} FOR EACH ROW WHEN (new.${named("number")} > ${other ? 2 : 1}) EXECUTE FUNCTION ${q("function")}();
    ${comment(`TRIGGER ${named("trigger")} ON ${q("child")}`)}
    CREATE RULE ${named("rule")} AS ON DELETE TO ${q("parent")} WHERE old.${named("id")} < ${other ? 1 : 0} DO INSTEAD NOTHING;
    ALTER TABLE ${q("child")} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${named("policy")} ON ${q("child")} USING (${named("number")} > ${other ? 1 : 0});
    CREATE PUBLICATION ${named("publication")} FOR TABLE ${q("child")};
    CREATE FOREIGN DATA WRAPPER ${named("wrapper")} ${option};
    CREATE SERVER ${named("server")} FOREIGN DATA WRAPPER ${named("wrapper")} ${option};
    CREATE FOREIGN TABLE ${q("foreign")} (${named("id")} integer ${option}) SERVER ${named("server")};
    CREATE OPERATOR ${schema}.<%> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = ${other ? "int4mul" : "int4pl"});
    CREATE TEXT SEARCH CONFIGURATION ${q("search")} (PARSER = default);
    CREATE TEXT SEARCH DICTIONARY ${q("dictionary")} (TEMPLATE = simple, ACCEPT = ${other});
    CREATE CAST (${q("composite")} AS ${q("enum")}) WITH INOUT;
    CREATE FUNCTION ${q("nothing")}() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
    CREATE EVENT TRIGGER ${named("event")} ON ddl_command_start WHEN TAG IN ('${other ? "DROP CAST" : "DROP RULE"}') EXECUTE FUNCTION ${q("nothing")}();
    ALTER EVENT TRIGGER ${named("event")} DISABLE;`;
}

const many = (count: number, item: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => item(number)).join(", ");

/** Postgres admits 1,600, and takes minutes to change as many. */
const columns = 150;

export interface HardPair {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  /** Postgres has no statement for it, or that of some majors has none. */
  readonly manual?: true | ((major: number) => boolean);
  /** The first major that has such statements. */
  readonly leastMajor?: number;
}

export const hardPairs: readonly HardPair[] = [
  { name: "hostile names in every kind", old: hostileObjects(false), new: hostileObjects(true) },
  { name: "hostile names from nothing", old: "", new: hostileObjects(false) },
  {
    name: "an enum of 500 labels of which the first goes and one in the middle is new",
    old: `CREATE TYPE big AS ENUM (${many(500, (n) => `'label ${n}'`)}); CREATE TABLE t (c big DEFAULT 'label 7')`,
    new: `CREATE TYPE big AS ENUM (${many(500, (n) => (n === 250 ? "'fresh'" : `'label ${n + 1}'`))}); CREATE TABLE t (c big DEFAULT 'label 7')`,
  },
  {
    name: `a table of ${columns} columns`,
    old: `CREATE TABLE wide (${many(columns, (n) => `c${n} smallint`)})`,
    new: `CREATE TABLE wide (${many(columns, (n) => `c${n} ${n % 2 === 0 ? "integer" : "smallint NOT NULL DEFAULT 1"}`)})`,
  },
  {
    name: "partitions three deep whose key's type widens beside the partition key",
    old: `CREATE TABLE account (id integer PRIMARY KEY);
      CREATE TABLE entry (account integer REFERENCES account, region text, day date, note varchar(10), PRIMARY KEY (region, day, account)) PARTITION BY LIST (region);
      CREATE TABLE entry_eu PARTITION OF entry FOR VALUES IN ('eu') PARTITION BY RANGE (day);
      CREATE TABLE entry_eu_26 PARTITION OF entry_eu FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (region);
      CREATE TABLE entry_eu_26_0 PARTITION OF entry_eu_26 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE entry_eu_26_1 PARTITION OF entry_eu_26 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE INDEX entry_note ON entry (note)`,
    new: `CREATE TABLE account (id bigint PRIMARY KEY);
      CREATE TABLE entry (account bigint REFERENCES account ON DELETE CASCADE, region text, day date, note text NOT NULL DEFAULT '', PRIMARY KEY (region, day, account), CHECK (account > 0)) PARTITION BY LIST (region);
      CREATE TABLE entry_eu PARTITION OF entry FOR VALUES IN ('eu') PARTITION BY RANGE (day);
      CREATE TABLE entry_eu_26 PARTITION OF entry_eu FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (region);
      CREATE TABLE entry_eu_26_0 PARTITION OF entry_eu_26 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE entry_eu_26_1 PARTITION OF entry_eu_26 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE entry_us PARTITION OF entry FOR VALUES IN ('us');
      CREATE INDEX entry_note ON entry (note, day)`,
  },
  {
    name: "constraints and columns that two levels of children inherit",
    old: `CREATE TABLE top (id integer NOT NULL, a text, CONSTRAINT shared CHECK (id > 0), CONSTRAINT alone CHECK (id < 100) NO INHERIT);
      CREATE TABLE middle (b integer, CONSTRAINT own CHECK (b > 0)) INHERITS (top);
      CREATE TABLE bottom (c integer) INHERITS (middle)`,
    new: `CREATE TABLE top (id bigint NOT NULL DEFAULT 1, a varchar(20), d date, CONSTRAINT shared CHECK (id > 1), CONSTRAINT alone CHECK (id < 50) NO INHERIT);
      CREATE TABLE middle (b integer DEFAULT 4, CONSTRAINT own CHECK (b > 1)) INHERITS (top);
      ALTER TABLE middle ALTER a SET DEFAULT 'm';
      CREATE TABLE bottom (c integer, CONSTRAINT own CHECK (b > 1), CONSTRAINT more CHECK (c <> b)) INHERITS (middle)`,
  },
  {
    name: "nulls that a parent and a child whose name comes first forbid or allow",
    old: "CREATE TABLE b (id integer NOT NULL, x text); CREATE TABLE a () INHERITS (b)",
    new: "CREATE TABLE b (id integer, x text NOT NULL); CREATE TABLE a (y text) INHERITS (b)",
  },
  {
    name: "a partition that was attached with the check of its own",
    old: `CREATE TABLE p (k integer, x integer, CONSTRAINT c CHECK (x > 0), CONSTRAINT gone CHECK (k > 0)) PARTITION BY LIST (k);
      CREATE TABLE p1 (k integer, x integer, CONSTRAINT c CHECK (x > 0), CONSTRAINT gone CHECK (k > 0));
      ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)`,
    new: `CREATE TABLE p (k integer, x integer, CONSTRAINT c CHECK (x > 1)) PARTITION BY LIST (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
  },
  {
    name: "a child of two children of one parent",
    old: "CREATE TABLE top (id integer); CREATE TABLE l () INHERITS (top); CREATE TABLE r () INHERITS (top); CREATE TABLE b () INHERITS (l, r)",
    new: "CREATE TABLE top (id bigint); CREATE TABLE l () INHERITS (top); CREATE TABLE r () INHERITS (top); CREATE TABLE b (x text) INHERITS (l, r)",
  },
  {
    name: "a child with two parents",
    old: `CREATE TABLE one (id integer, x text); CREATE TABLE two (id integer, y text); CREATE TABLE child (z text) INHERITS (one, two)`,
    new: `CREATE TABLE one (id bigint, x text NOT NULL); CREATE TABLE two (id bigint, y text DEFAULT 'y'); CREATE TABLE child (z text, w text) INHERITS (one, two)`,
  },
  {
    name: "a typed table whose type gets and loses attributes",
    old: "CREATE TYPE pair AS (a integer, b text); CREATE TABLE typed OF pair (a WITH OPTIONS PRIMARY KEY)",
    new: "CREATE TYPE pair AS (a bigint, b text, c date); CREATE TABLE typed OF pair (a WITH OPTIONS PRIMARY KEY, c WITH OPTIONS DEFAULT '2026-01-01')",
  },
  {
    name: "names of 63 bytes that differ at the end",
    old: `CREATE TABLE "${"t".repeat(62)}a" ("${"ü".repeat(31)}a" integer, "${"c".repeat(62)}b" integer CHECK ("${"c".repeat(62)}b" > 0))`,
    new: `CREATE TABLE "${"t".repeat(62)}a" ("${"ü".repeat(31)}a" bigint, "${"c".repeat(62)}b" integer CHECK ("${"c".repeat(62)}b" > 1)); CREATE TABLE "${"t".repeat(62)}b" (x integer)`,
  },
];
