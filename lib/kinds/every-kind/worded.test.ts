/** What the pages say of every attribute of every kind: words, and never a letter or a record of the catalog. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attributeLabel, longValue, shortValue } from "../../drift/describe";
import { type KindFixture, type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { majors } from "../../testing/test-server";
import type { AttributeValue } from "../kind";
import { kinds } from "../registry";
import { actingFixture } from "./acting-kinds.fixture";
import { coreFixture } from "./core-kinds.fixture";
import { surroundingFixture } from "./surrounding-kinds.fixture";

const labelled = kinds.flatMap((kind) =>
  Object.keys(kind.attributes).map((attribute) => [kind.kind as string, attribute] as const),
);

describe("the label of an attribute", () => {
  it.each(labelled)("%s: %s is in words", (kind, attribute) => {
    const label = attributeLabel(kind, attribute);
    expect(label).toMatch(/^[A-Za-z]/);
    expect(label).not.toMatch(/[a-z][A-Z]/);
    // An abbreviation of Postgres's catalogs would be one word without a vowel, or two letters.
    expect(label.length).toBeGreaterThan(1);
  });
});

const major = Math.max(...majors);

readAll("core kinds", coreFixture);
readAll("acting kinds", actingFixture);
readAll("surrounding kinds", surroundingFixture);

function readAll<Names>(title: string, fixture: KindFixture<Names>): void {
  describe(`the values of ${title}`, () => {
    let laboratory: Laboratory<Names>;

    beforeAll(async () => {
      laboratory = await openLaboratory(fixture, namesOf(fixture), major);
    });
    afterAll(() => laboratory?.close());

    it("are in words, every one", () => {
      const wrong: string[] = [];
      let told = 0;
      for (const object of laboratory.expected.objects) {
        const kind = kinds.find((each) => each.kind === object.kind);
        for (const attribute of Object.keys(kind?.attributes ?? {})) {
          const value = object[attribute] as AttributeValue | undefined;
          const short = shortValue(object.kind, attribute, value);
          const long = longValue(object.kind, attribute, value);
          told += 1;
          for (const text of [short, long]) {
            const problem = problemOf(attribute, text, value);
            if (problem !== null)
              wrong.push(`${object.kind} ${object.name}, ${attribute}: ${problem} in ${text}`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(told).toBeGreaterThan(500);
    });
  });
}

/** Attributes that name something which is called by one letter: the language and the locale C. */
const oneLetterNames: ReadonlySet<string> = new Set(["language", "locale", "lcCollate", "lcCtype"]);

/** What in a text is no word for a person; null for nothing. Texts that a person or the server wrote are not judged. */
function problemOf(attribute: string, text: string, value: AttributeValue | undefined): string | null {
  if (text.trim() === "" && value !== "") return "nothing";
  if (typeof value === "string") {
    // The letters in which catalogs keep a choice: relkind, contype, provolatile.
    return /^[a-z]$/i.test(value) && !oneLetterNames.has(attribute) && text === value
      ? "a letter of the catalog"
      : null;
  }
  if (text.includes("[object")) return "a record";
  if (/^[[{]"|":/.test(text)) return "JSON";
  const keys = keysOf(value).filter((key) => /[a-z][A-Z]/.test(key));
  return keys.some((key) => text.includes(`${key}:`)) ? "a field's name" : null;
}

/** The keys of the records in a list: fields of ours, where a record by itself may be keyed by names of the database. */
function keysOf(value: AttributeValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((element) =>
    typeof element === "object" && element !== null && !Array.isArray(element) ? Object.keys(element) : [],
  );
}
