import { describe, expect, it } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { dumpDifferences, dumpEntries, dumpSchema, findPgDump } from "./pg-dump";
import { majors, testServer } from "./test-server";

const readable = (
  await Promise.all(majors.map(async (major) => ({ major, found: await findPgDump(major) })))
).flatMap(({ major, found }) => (found === null ? [] : [{ major, program: found.program }]));

async function entriesOf(major: number, program: string, sql: string): Promise<ReadonlyMap<string, string>> {
  const database = await (await testServer(major)).createDatabase("dump");
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(sql);
    return dumpEntries(await dumpSchema(program, database.url));
  } finally {
    await session.close();
    await database.drop();
  }
}

describe.skipIf(readable.length === 0)("two dumps", () => {
  const { major, program } = readable[0] ?? { major: 0, program: "" };
  const differences = async (expected: string, actual: string): Promise<readonly string[]> =>
    dumpDifferences(await entriesOf(major, program, expected), await entriesOf(major, program, actual));

  it("are the same where only the order of columns, tables and grants is another", async () => {
    const found = await differences(
      `CREATE TABLE a (x int, y text, CHECK (x > 0)); CREATE TABLE b (z int);
       GRANT SELECT ON a TO pg_monitor; GRANT INSERT ON a TO pg_read_all_data`,
      `CREATE TABLE b (z int); CREATE TABLE a (y text, x int, CHECK (x > 0));
       GRANT INSERT ON a TO pg_read_all_data; GRANT SELECT ON a TO pg_monitor`,
    );
    expect(found).toEqual([]);
  });

  it("are the same where a function returns rows of a table whose columns stand in another order", async () => {
    const made = (order: string): string =>
      `CREATE TABLE t (${order}); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM public.t';
       CREATE VIEW v AS SELECT a.x, b.ordinality FROM f() a, f() WITH ORDINALITY b`;
    expect(await differences(made('x int, "Y z" int'), made('"Y z" int, x int'))).toEqual([]);
  });

  it("name what is lacking, what is there besides and which lines are others", async () => {
    const found = await differences(
      "CREATE TABLE a (x int); CREATE TABLE b (z int NOT NULL)",
      "CREATE TABLE b (z int); CREATE VIEW v AS SELECT 1 AS one",
    );
    expect(found).toEqual([
      expect.stringMatching(/^lacks a; Type: TABLE/),
      expect.stringMatching(/^b; Type: TABLE; .*: - z integer NOT NULL \| \+ z integer$/),
      expect.stringMatching(/^has besides v; Type: VIEW/),
    ]);
  });

  it("are the same where a partition's index has a name that Postgres made up at another time, and differ where one was chosen", async () => {
    const renamed = (...names: readonly string[]): string => `
      CREATE TABLE r (a int, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a); CREATE INDEX i ON r (b, a);
      CREATE TABLE p PARTITION OF r FOR VALUES FROM (0) TO (9) PARTITION BY RANGE (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (5); CREATE INDEX own ON p1 (a, b);
      ${["p_b_a_idx", "p1_b_a_idx", "p1_pkey"].map((name, place) => (names[place] === undefined ? "" : `ALTER INDEX ${name} RENAME TO ${names[place]};`)).join("")}
      COMMENT ON INDEX ${names[1] ?? "p1_b_a_idx"} IS 'c'; ALTER TABLE p1 CLUSTER ON ${names[2] ?? "p1_pkey"}`;
    expect(await differences(renamed(), renamed("was_b_a_idx", "was1_b_a_idx7", '"was 1_pkey"'))).toEqual([]);
    expect(await differences(renamed(), renamed("p_b_a_idx1", "p1_hot_idx"))).not.toEqual([]);
    expect(await differences(renamed(), renamed("p_b_a_idx1", "p1_b_a_idx2", "p1_id"))).not.toEqual([]);
    expect(await differences(renamed("chosen"), renamed("chosen"))).toEqual([]);
  });

  it("are the same where the sequence behind an identity column has another name", async () => {
    const side = (name: string, words = "one"): string =>
      `CREATE TABLE a (x int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ${name})); COMMENT ON SEQUENCE ${name} IS '${words}'; GRANT ALL ON SEQUENCE ${name} TO PUBLIC`;
    expect(await differences(side("a_x_seq"), side('"an ""other"'))).toEqual([]);
    expect(await differences(side("a_x_seq"), side("a_x_seq", "other"))).toHaveLength(1);
    expect(await differences(side("a_x_seq"), side("another", "other"))).toHaveLength(1);
  });

  it("are the same where storage options stand in another order, or the owner may grant what it has", async () => {
    const found = await differences(
      "CREATE TABLE a (x int) WITH (fillfactor = 70, autovacuum_enabled = false)",
      `CREATE TABLE a (x int) WITH (autovacuum_enabled = false, fillfactor = 70);
       GRANT SELECT ON a TO CURRENT_USER WITH GRANT OPTION`,
    );
    expect(found).toEqual([]);
    expect(
      await differences("CREATE TABLE a (x int)", "CREATE TABLE a (x int); GRANT SELECT ON a TO pg_monitor"),
    ).toHaveLength(1);
    expect(
      await differences(
        "CREATE TABLE a (x int) WITH (fillfactor = 70)",
        "CREATE TABLE a (x int) WITH (fillfactor = 71)",
      ),
    ).toHaveLength(1);
  });

  it("are the same where options of indexes, or settings of a function, stand in another order", async () => {
    const schema = (options: string, settings: string): string =>
      `CREATE TABLE a (x int, EXCLUDE USING btree (x WITH =) WITH (${options})); CREATE UNIQUE INDEX i ON a (x) WITH (${options}) WHERE x > 0;
       CREATE FUNCTION f() RETURNS text LANGUAGE sql STABLE ${settings} AS 'SELECT 1::text'`;
    const [one, other] = [
      "fillfactor = 70, deduplicate_items = off",
      "SET work_mem TO '1MB' SET enable_sort TO off",
    ];
    const turned = [
      "deduplicate_items = off, fillfactor = 70",
      "SET enable_sort TO off SET work_mem TO '1MB'",
    ];
    expect(await differences(schema(one, other), schema(turned[0] ?? "", turned[1] ?? ""))).toEqual([]);
    expect(await differences(schema(one, other), schema(one, "SET work_mem TO '1MB'"))).toHaveLength(1);
    expect(await differences(schema(one, other), schema("fillfactor = 71", other))).toHaveLength(2);
  });

  it("are the same where an operator family got its members in another order, and differ where one is lacking", async () => {
    const add = (...members: readonly string[]): string =>
      `CREATE OPERATOR FAMILY f USING btree; ${members.map((one) => `ALTER OPERATOR FAMILY f USING btree ADD ${one}`).join("; ")}`;
    const [less, more] = ["OPERATOR 1 < (int, bigint)", "OPERATOR 5 > (int, bigint)"];
    expect(await differences(add(less, more), add(more, less))).toEqual([]);
    expect(await differences(add(less, more), add(less))).toHaveLength(1);
  });

  it("differ where the options of an identity column differ", async () => {
    const found = await differences(
      "CREATE TABLE a (x int GENERATED ALWAYS AS IDENTITY)",
      "CREATE TABLE a (x int GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2))",
    );
    expect(found).toHaveLength(1);
  });

  it("are the same where a child table declares besides what it inherits", async () => {
    const found = await differences(
      "CREATE TABLE p (x int, y int); CREATE TABLE c (z int) INHERITS (p)",
      "CREATE TABLE p (x int, y int); CREATE TABLE c (x int, z int) INHERITS (p)",
    );
    expect(found).toEqual([]);
  });

  it("differ where an inherited column has another default, however the table came about", async () => {
    const parent = "CREATE TABLE p (x int, y int);";
    const declared = `${parent} CREATE TABLE c (x int DEFAULT 1) INHERITS (p)`;
    const altered = (value: string): string =>
      `${parent} CREATE TABLE c () INHERITS (p); ALTER TABLE ONLY c ALTER x SET DEFAULT ${value}`;
    expect(await differences(declared, altered("1"))).toEqual([]);
    expect(await differences(declared, altered("2"))).toEqual(["default of c.x: - 1 | + 2"]);
    expect(await differences(altered("1"), `${parent} CREATE TABLE c () INHERITS (p)`)).toEqual([
      "lacks default of c.x",
    ]);
  });

  it("are the same where a child holds a check besides that its parent hands down, and differ where it is another", async () => {
    const parent = "CREATE TABLE p (x int, CONSTRAINT c CHECK (x > 0));";
    const bare = `${parent} CREATE TABLE h (y int) INHERITS (p)`;
    const besides = `${parent} CREATE TABLE h (y int, CONSTRAINT c CHECK (x > 0)) INHERITS (p)`;
    expect(await differences(bare, besides)).toEqual([]);
    expect(await differences(bare, `${besides}; COMMENT ON CONSTRAINT c ON h IS 'of h'`)).toEqual([]);
    expect(await differences(bare, `${bare}; COMMENT ON CONSTRAINT c ON p IS 'of p'`)).toHaveLength(1);
    const more = `${parent} CREATE TABLE h (y int, CONSTRAINT d CHECK (x > 0)) INHERITS (p)`;
    expect(await differences(bare, more)).toHaveLength(1);
  });

  it("are the same where a check that is not valid on the parent is valid on the child, and differ where only the child has it", async () => {
    const tables = "CREATE TABLE p (x int); CREATE TABLE h (y int) INHERITS (p);";
    const check = "ADD CONSTRAINT c CHECK (x > 0)";
    const bare = `${tables} ALTER TABLE p ${check} NOT VALID`;
    expect(
      await differences(bare, `${tables} ALTER TABLE h ${check}; ALTER TABLE p ${check} NOT VALID`),
    ).toEqual([]);
    expect(await differences(tables, `${tables} ALTER TABLE h ${check}`)).toHaveLength(1);
  });

  it("differ where a child table lacks a column of its own", async () => {
    const found = await differences(
      "CREATE TABLE p (x int); CREATE TABLE c (z int) INHERITS (p)",
      "CREATE TABLE p (x int); CREATE TABLE c () INHERITS (p)",
    );
    expect(found).toHaveLength(1);
  });
});

describe("the options of a view", () => {
  it("may stand in any order", () => {
    const view = (options: string): ReadonlyMap<string, string> =>
      dumpEntries(
        `--\n-- Name: v; Type: VIEW; Schema: public; Owner: a\n--\n\nCREATE VIEW public.v WITH (${options}) AS\n SELECT 1 AS x;\n\n`,
      );
    const [one, other] = ["security_barrier='true'", "security_invoker='true'"];
    expect(dumpDifferences(view(`${one}, ${other}`), view(`${other}, ${one}`))).toEqual([]);
    expect(dumpDifferences(view(`${one}, ${other}`), view(one))).toHaveLength(1);
  });
});

describe("NOT NULL of a column that a child table inherits", () => {
  const entry = (name: string, body: string): string =>
    `--\n-- Name: ${name}; Type: TABLE; Schema: public; Owner: a\n--\n\n${body}\n\n\n`;
  const parent = entry("p", "CREATE TABLE public.p (\n    id integer NOT NULL\n);");
  const nullable = parent.replace(" NOT NULL", "");
  const child = (columns: string, behind = ""): string =>
    entry("c", `CREATE TABLE public.c (${columns}\n)\nINHERITS (public.p);${behind}`);
  const ways = [
    child("\n    id integer NOT NULL"),
    child("\n    NOT NULL id"),
    child("", "\nALTER TABLE ONLY public.c ALTER COLUMN id SET NOT NULL;"),
  ];
  const differences = (expected: string, actual: string): readonly string[] =>
    dumpDifferences(dumpEntries(expected), dumpEntries(actual));

  it("counts where only the child has it, in whichever of three ways it is written", () => {
    for (const one of ways) {
      expect(differences(nullable + child(""), nullable + one)).toEqual(["has besides not null of c.id"]);
      for (const other of ways) expect(differences(nullable + one, nullable + other)).toEqual([]);
    }
    const alone = child("\n    NOT NULL id NO INHERIT");
    expect(differences(nullable + child("\n    NOT NULL id"), nullable + alone)).toHaveLength(1);
  });

  it("does not count where the parent hands it down", () => {
    for (const one of ways) expect(differences(parent + child(""), parent + one)).toEqual([]);
  });

  it("is told by names that hold what others end at", () => {
    const strange = (text: string): string =>
      text
        .replace("Name: p;", 'Name: :"p, %;')
        .replaceAll("public.p", '"a.b (".":""p, %"')
        .replaceAll(/\bid\b/g, '"i ""d"');
    for (const one of ways) {
      expect(differences(strange(parent + child("")), strange(parent + one))).toEqual([]);
      expect(differences(strange(nullable + child("")), strange(nullable + one))).toEqual([
        'has besides not null of c.i "d',
      ]);
    }
  });
});
