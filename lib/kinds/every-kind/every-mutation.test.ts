/** Each single change by hand of each kind is seen as exactly what it is, and mended with the rows that were there. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../postgres/identity";
import { type KindFixture, type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { expectedOf, type Mutation, tryMutation, untriedAttributes } from "../../testing/kind-mutations";
import { majors } from "../../testing/test-server";
import { kinds } from "../registry";
import { actingFixture } from "./acting-kinds.fixture";
import { mutations as acting } from "./acting-kinds.mutations";
import { coreFixture } from "./core-kinds.fixture";
import { mutations as core } from "./core-kinds.mutations";
import { surroundingFixture } from "./surrounding-kinds.fixture";
import { mutations as surrounding } from "./surrounding-kinds.mutations";

/** What became of all mutations on one major. */
interface Tally {
  tried: number;
  detected: number;
  mendable: number;
  mended: number;
  readonly manual: string[];
}

const everything: readonly Mutation<never>[] = [...core, ...acting, ...surrounding];

/** What no change is made of, and why. A line goes when its change is written; none comes without a reason. */
const untried: { readonly [attribute: string]: string } = {
  "range type: canonical":
    "the function and its type hold each other: nothing changes the one without CASCADE (README, known limits)",
};

describe("the changes that are tried", () => {
  it("are of every attribute of every kind, missing and unexpected objects too, but for those listed with a reason", () => {
    expect(untriedAttributes(kinds, everything)).toEqual(Object.keys(untried));
  });
});

describe.each(majors)("on PostgreSQL %i", (major) => {
  const tally: Tally = { tried: 0, detected: 0, mendable: 0, mended: 0, manual: [] };

  afterAll(() => {
    process.stdout.write(
      `every kind on PostgreSQL ${major}: detected ${tally.detected}/${tally.tried}, mended ${tally.mended}/${tally.mendable}, ` +
        `untried ${untriedAttributes(kinds, everything).length}, left to people ${tally.manual.length}${tally.manual.length === 0 ? "" : ` (${tally.manual.join("; ")})`}\n`,
    );
  });

  tryAll("core kinds", coreFixture, core, major, tally);
  tryAll("acting kinds", actingFixture, acting, major, tally);
  // Default privileges carry the role in their name.
  tryAll("surrounding kinds", surroundingFixture, surrounding, major, tally, (object, { owner }) => ({
    ...object,
    name: object.name.replace("OWNER", owner),
  }));
});

function tryAll<Names>(
  title: string,
  fixture: KindFixture<Names>,
  mutations: readonly Mutation<Names>[],
  major: number,
  tally: Tally,
  named: (object: Identity, names: Names) => Identity = (object) => object,
): void {
  describe(title, () => {
    const names = namesOf(fixture);
    let laboratory: Laboratory<Names>;

    beforeAll(async () => {
      laboratory = await openLaboratory(fixture, names, major);
    });
    afterAll(() => laboratory?.close());

    const cases = mutations
      .filter(({ from = 14, to = 99 }) => from <= major && major <= to)
      .map((given) => {
        const mutation = { ...given, object: named(given.object, names) };
        const { object, attributes } = mutation;
        return [
          object.kind,
          [attributes].flat().join(", "),
          object.name,
          mutation.sql(names),
          mutation,
        ] as const;
      });

    it.each(cases)("a changed %s: %s of %s by %s", async (kind, attributes, name, sql, mutation) => {
      tally.tried += 1;
      if (mutation.manual) tally.manual.push(`${kind} ${name}: ${attributes}`);
      else tally.mendable += 1;
      const loses = fixture.withoutRows ? "rows" : mutation.loses;
      const outcome = await tryMutation(laboratory.declared, laboratory.expected, sql, loses);
      expect(outcome.seen).toEqual(expectedOf(mutation));
      tally.detected += 1;
      expect(outcome.manual).toEqual(mutation.manual ? [mutation.object] : []);
      for (const reason of outcome.reasons)
        expect(reason).toMatch(/^\p{Lu}.+ in place: .{30,}\.$|^\p{Lu}.{60,}\.$/su);
      if (mutation.manual) return;
      const { statements, left } = outcome;
      expect({ statements, left }).toEqual({ statements, left: [] });
      expect(outcome.rowsAfter).toEqual(outcome.rowsBefore);
      if (mutation.recreates !== undefined)
        expect(statements.some((statement) => statement.startsWith("DROP "))).toBe(mutation.recreates);
      tally.mended += 1;
    });
  });
}
