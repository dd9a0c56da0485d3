import { attributeLabel } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Sides } from "../kinds/kind";
import { isManual, manual } from "../kinds/manual";
import { unknownTo } from "../kinds/newer/unknown-to";
import { kindOf } from "../kinds/registry";
import type { Statement } from "../postgres/statement";
import { inWords } from "./refusal";

export interface Change {
  readonly statements: readonly Statement[];
  readonly recreate: boolean;
  /** What drops the old object at the end, where a new one took its name. */
  readonly end: readonly Statement[];
  /** Attributes that no DDL can bring to their expected value. */
  readonly manual: readonly string[];
  /** Why, in words; empty when nothing is manual. */
  readonly reason: string;
}

/** What the rules of its kind say about a changed object, without a look at what depends on it. */
export function changeStatements(difference: Difference & { type: "changed" }, sides: Sides): Change {
  const kind = kindOf(difference.object);
  const statements = new Map<string, Statement>();
  /** Why → what, in the order in which they differ. */
  const byHand = new Map<string, readonly string[]>();
  let recreate = false;
  let replacement: readonly Statement[] | undefined;
  const end: Statement[] = [];
  const newer = unknownTo(sides.actual, difference.expected, sides.expected);
  for (const { attribute } of difference.attributes) {
    const rule = kind.attributes[attribute];
    const unknown = newer.find((one) => one.attribute === attribute);
    const outcome =
      unknown !== undefined
        ? manual(inWords(unknown, sides.actual))
        : typeof rule === "function"
          ? rule(difference.expected, difference.actual, sides)
          : rule;
    if (outcome === "recreate") recreate = true;
    else if (isManual(outcome)) {
      byHand.set(outcome.manual, [...(byHand.get(outcome.manual) ?? []), attribute]);
    } else if (outcome !== undefined && outcome !== "ignore") {
      const list = "begin" in outcome ? outcome.begin : outcome;
      if ("begin" in outcome && replacement === undefined) {
        replacement = outcome.begin;
        end.push(...outcome.end);
      }
      // Two attributes that one statement changes give it twice.
      for (const statement of list)
        if (!statements.has(statement.sql)) statements.set(statement.sql, statement);
    }
  }
  return {
    // A new object of the name is made in its expected form: nothing is left to be changed in it.
    statements: replacement ?? [
      ...[...statements.values()].filter(({ shared }) => shared !== "behind"),
      ...[...statements.values()].filter(({ shared }) => shared === "behind"),
    ],
    recreate: recreate && byHand.size === 0,
    end,
    manual: [...byHand.values()].flat(),
    reason: [...byHand]
      .map(
        ([why, attributes]) =>
          `PostgreSQL has no safe statement that changes the ${attributes
            .map((attribute) => attributeLabel(difference.object.kind, attribute))
            .join(
              " and the ",
            )} of ${/^[aeiou]/.test(kind.label) ? "an" : "a"} ${kind.label} in place: ${why}`,
      )
      .join(" "),
  };
}
