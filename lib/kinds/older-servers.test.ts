/** A source that says what only a newer server knows: nothing that this server refuses is planned for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { normalise } from "../expected/normalise";
import { withoutUndeclared } from "../expected/undeclared";
import { introspect } from "../introspect/introspect";
import { makePlan } from "../plan/make-plan";
import { displayName } from "../postgres/identity";
import { type KindFixture, type Laboratory, namesOf, openLaboratory } from "../testing/kind-laboratory";
import { runAll } from "../testing/kind-mutations";
import { majors, testServer } from "../testing/test-server";
import { actingFixture } from "./acting-kinds.fixture";
import { coreFixture } from "./core-kinds.fixture";
import { surroundingFixture } from "./surrounding-kinds.fixture";

/** The server is too old, or there is a secret that nobody but its owner knows. */
const whyByHand =
  /PostgreSQL 1[4-7] has no .+, which came with 1[5-8]\. Upgrade the server|it exists from PostgreSQL 1[5-8] on|never read|replication slot/;

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
        await runAll(session, plan.statements);
        const after = await read();
        const left = compare(after.expected, after.actual).differences;
        const byHand = plan.manual.map(({ difference }) => difference);
        expect(left.flatMap(({ id, object }) => (byHand.includes(id) ? [] : displayName(object)))).toEqual(
          [],
        );
        const otherwise = plan.manual.filter(({ reason }) => !whyByHand.test(reason));
        expect(otherwise.map(({ object, reason }) => [displayName(object), reason])).toEqual([]);
      } finally {
        await session.execute("ROLLBACK");
      }
    });
  });
}

describe.each(majors.filter((major) => major < newest))("on PostgreSQL %i", (major) => {
  plansOnlyWhatIsKnown("core kinds", coreFixture, major);
  plansOnlyWhatIsKnown("acting kinds", actingFixture, major);
  plansOnlyWhatIsKnown("surrounding kinds", surroundingFixture, major);
});
