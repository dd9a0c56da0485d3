/** What Python itself reads in our revision files: the statements, to the letter. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { planSides } from "../../testing/plan-sides";
import { alembicRevision } from "./alembic-revision";
import { codeChange } from "./code-change";

const python = spawnSync("python3", ["--version"]).status === 0;

/** Stands in for Alembic and SQLAlchemy, which need not be installed: DDL fills `%` in as SQLAlchemy's does. */
const reader = `
import contextlib, json, sys, types
ran = []
class DDL:
    def __init__(self, statement): self.statement = statement
op = types.SimpleNamespace()
state = {"inside": True}
@contextlib.contextmanager
def autocommit_block():
    state["inside"] = False
    yield
    state["inside"] = True
op.execute = lambda ddl: ran.append([ddl.statement % {}, state["inside"]])
op.get_context = lambda: types.SimpleNamespace(autocommit_block=autocommit_block)
alembic = types.ModuleType("alembic"); alembic.op = op
sqlalchemy = types.ModuleType("sqlalchemy"); sqlalchemy.DDL = DDL
sys.modules.update(alembic=alembic, sqlalchemy=sqlalchemy)
names = {}
exec(compile(sys.stdin.read(), "revision.py", "exec"), names)
names["upgrade"](); up = list(ran); ran.clear(); names["downgrade"]()
print(json.dumps({"up": up, "down": ran, "revision": names["revision"], "follows": names["down_revision"]}))
`;

const read = (content: string) => {
  const result = spawnSync("python3", ["-c", reader], { input: content, encoding: "utf8" });
  expect(result.stderr).toBe("");
  return JSON.parse(result.stdout) as Record<"up" | "down", readonly (readonly [string, boolean])[]> &
    Record<"revision" | "follows", unknown>;
};

const source = `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id uuid PRIMARY KEY, m mood, n int)`;
const database = `
  CREATE TYPE mood AS ENUM ('sad', '100%s', 'it''s "fine" \u{1F600} \\u0041 %(x)s');
  CREATE TABLE t (id text PRIMARY KEY DEFAULT E'tab\\t % %% %s \\\\ "q" ''q''', m mood, "new
line" text DEFAULT E'\\u2028 \\u00e9');
  COMMENT ON TABLE t IS E'""" triple \\'\\'\\' %(name)s :name \\n next';
  CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RETURN 'a\\b' || '%' || $$x$$; END $f$;
  CREATE INDEX i ON t ((id || '%')) WHERE id LIKE 'x\\_%' ESCAPE '\\';
`;

describe.runIf(python)("read by Python", () => {
  it.each([[[]], [["aaa111"]], [["aaa111", "bbb222"]]])(
    "the statements come out as they went in, behind %j",
    async (heads) => {
      const sides = await planSides(source, database);
      try {
        const ids = sides.drift.differences.map(({ id }) => id);
        const change = codeChange(ids, sides.drift, sides.expected, sides.actual);
        const file = alembicRevision(change, { heads, message: 'As "live" \\ has """it' });
        const found = read(file.content);
        const wanted = (statements: typeof change.up) =>
          statements.map(({ sql, transaction }) => [sql, transaction === "inside"]);
        expect(found.up).toEqual(wanted(change.up));
        expect(found.down).toEqual(wanted(change.down));
        expect(change.up.length).toBeGreaterThan(5);
        expect(file.path).toContain(String(found.revision));
        const [first = null] = heads;
        expect(found.follows).toEqual(heads.length > 1 ? heads : first);
      } finally {
        await sides.drop();
      }
    },
  );
});
