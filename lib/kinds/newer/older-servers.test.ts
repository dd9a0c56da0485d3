/** A source that says what only a newer server knows: nothing that this server refuses is planned for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../catalog/catalog";
import { compare } from "../../drift/compare";
import { normalise } from "../../expected/normalise";
import { withoutUndeclared } from "../../expected/undeclared";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import type { ManualDifference } from "../../plan/plan";
import { connect, type Session } from "../../postgres/connect";
import { displayName } from "../../postgres/identity";
import { type KindFixture, type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { runAll } from "../../testing/kind-mutations";
import { majors, testServer } from "../../testing/test-server";
import { actingFixture } from "../every-kind/acting-kinds.fixture";
import { coreFixture } from "../every-kind/core-kinds.fixture";
import { surroundingFixture } from "../every-kind/surrounding-kinds.fixture";

/** The server is too old, there is a secret that nobody but its owner knows, or something else that is left to people is needed. */
const whyByHand =
  /PostgreSQL 1[4-7] has no .+, which came with 1[5-8]\. Upgrade the server|it exists from PostgreSQL 1[5-8] on|never read|replication slot|which is left to be done by hand\.$/;

const newest = Math.max(...majors);

function plansOnlyWhatIsKnown<Names>(title: string, fixture: KindFixture<Names>, major: number): void {
  describe(title, () => {
    const names = namesOf(fixture);
    let declaring: Laboratory<Names>;
    let living: Laboratory<Names>;
    let source: Catalog;

    beforeAll(async () => {
      declaring = await openLaboratory(fixture, names, newest);
      // Which version of an extension comes with a major is no matter of the schema.
      source = withoutUndeclared(declaring.expected, new Set());
      living = await openLaboratory(fixture, names, major);
    });
    afterAll(async () => {
      await declaring?.close();
      await living?.close();
    });

    it.each(["what is there", "nothing"])("brings %s as far as this server can be brought", async (from) => {
      const session = from === "nothing" ? (await living.emptyDatabase()).session : living.declared;
      await bringsAsFar(source, session);
    });
  });
}

/** Runs what is planned; what is left afterwards is what the plan leaves to people, because of the server. */
async function bringsAsFar(source: Catalog, session: Session): Promise<readonly ManualDifference[]> {
  const shadow = await testServer();
  const read = async () =>
    normalise(source, await introspect(session, { insideTransaction: true }), {
      shadowUrl: async () => shadow.url("postgres"),
    });
  await session.execute("BEGIN");
  try {
    const { expected, actual, unverified } = await read();
    expect(unverified).toEqual([]);
    const plan = makePlan(compare(expected, actual), expected, actual);
    // As every run of a plan does: bodies that are strings are looked into when they run.
    await session.execute("SET LOCAL check_function_bodies = off");
    await runAll(session, plan.statements);
    const after = await read();
    const left = compare(after.expected, after.actual).differences;
    const byHand = plan.manual.map(({ difference }) => difference);
    expect(left.flatMap(({ id, object }) => (byHand.includes(id) ? [] : displayName(object)))).toEqual([]);
    const otherwise = plan.manual.filter(({ reason }) => !whyByHand.test(reason));
    expect(otherwise.map(({ object, reason }) => [displayName(object), reason])).toEqual([]);
    return plan.manual;
  } finally {
    await session.execute("ROLLBACK");
  }
}

describe.each(majors.filter((major) => major < newest))("on PostgreSQL %i", (major) => {
  plansOnlyWhatIsKnown("core kinds", coreFixture, major);
  plansOnlyWhatIsKnown("acting kinds", actingFixture, major);
  plansOnlyWhatIsKnown("surrounding kinds", surroundingFixture, major);

  it.skipIf(newest < 18)("plans no query or expression that this server does not know", async () => {
    const declaring = await (await testServer(newest)).createDatabase("newer_words");
    const living = await (await testServer(major)).createDatabase("older_words");
    const sessions = await Promise.all(
      [declaring, living].map((database) =>
        connect({ ...database, database: database.name, tls: "disable" }),
      ),
    );
    try {
      const [source, session] = sessions as [Session, Session];
      await source.script(wordsOfTheNewest);
      await session.script(wordsBefore);
      const manual = await bringsAsFar(withoutUndeclared(await introspect(source), new Set()), session);
      expect(manual.map(({ object }) => displayName(object)).sort()).toEqual([
        "public.changed",
        "public.folded_text",
        "public.folding",
        "public.gives_old(integer)",
        "public.guarded",
        "public.kept.said",
        "public.made",
        "public.on_made",
        "public.ordered",
        "public.ordered.ordered_folded",
        "public.parted.asked",
        "public.parted.lenient",
        "public.parted.parted_folded",
        "public.parted.parted_touched",
        "public.t.folded",
        "public.t.p",
        "public.t.t_note_check",
        "public.t.touched",
        "public.t.u",
      ]);
    } finally {
      for (const session of sessions) await session.close();
      for (const database of [declaring, living]) await database.drop();
    }
  });
});

const wordsBefore = `
  CREATE TABLE t (id int PRIMARY KEY, j jsonb, note text, x xml);
  CREATE VIEW kept AS SELECT id FROM t;
  CREATE VIEW changed AS SELECT id, note FROM t;`;

const wordsOfTheNewest = `
  CREATE TABLE t (id int PRIMARY KEY, j jsonb, note text CHECK (casefold(note) > 'a'), x xml, u uuid);
  CREATE VIEW kept AS SELECT id FROM t;
  COMMENT ON VIEW kept IS 'kept';
  CREATE VIEW serialized AS SELECT id, XMLSERIALIZE(CONTENT x AS text) AS s, ' NO INDENT)'::text AS said FROM t;
  CREATE VIEW changed AS SELECT id, note, casefold(note) AS folded FROM t;
  COMMENT ON VIEW changed IS 'changed';
  CREATE VIEW made AS SELECT t.id, x.a FROM t, JSON_TABLE(t.j, '$[*]' COLUMNS (a int PATH '$', b uuid PATH '$.b' DEFAULT uuidv7() ON EMPTY)) x;
  CREATE VIEW on_made AS SELECT a FROM made;
  ALTER TABLE t ALTER u SET DEFAULT uuidv7();
  CREATE FUNCTION gives_old(i int) RETURNS SETOF int BEGIN ATOMIC
    UPDATE t SET note = 'x' WHERE id = i RETURNING WITH (OLD AS o) o.id;
  END;
  CREATE INDEX folded ON t (casefold(note));
  CREATE POLICY p ON t USING (casefold(note) = 'a');
  CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW WHEN (casefold(new.note) = 'a') EXECUTE FUNCTION suppress_redundant_updates_trigger();
  CREATE RULE said AS ON DELETE TO kept DO ALSO SELECT uuidv7();
  CREATE TABLE parted (id int PRIMARY KEY, note text, CONSTRAINT asked CHECK (id > 0) NOT ENFORCED, CONSTRAINT kept CHECK (id < 9));
  CREATE INDEX parted_folded ON parted (casefold(note));
  CREATE INDEX parted_note ON parted (note);
  CREATE POLICY lenient ON parted USING (casefold(note) = 'a');
  CREATE TRIGGER parted_touched BEFORE UPDATE ON parted FOR EACH ROW WHEN (casefold(new.note) = 'a') EXECUTE FUNCTION suppress_redundant_updates_trigger();
  CREATE TABLE guarded (note text);
  CREATE POLICY strict ON guarded AS RESTRICTIVE USING (casefold(note) = 'a');
  CREATE TABLE ordered (note text);
  CREATE INDEX ordered_folded ON ordered (casefold(note));
  ALTER TABLE ordered CLUSTER ON ordered_folded;
  CREATE DOMAIN folded_text AS text CHECK (casefold(VALUE) = VALUE);
  CREATE STATISTICS folding ON id, casefold(note) FROM t;
  CREATE FUNCTION later() RETURNS uuid LANGUAGE sql AS 'SELECT uuidv7()';`;
