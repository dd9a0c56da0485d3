/** What is beyond us before any statement is thought of: secrets that are never read, and what the server does not know yet. */
import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { CatalogObject, CatalogView, Sides } from "../kinds/kind";
import type { Newer } from "../kinds/newer/newer";
import { unknownTo } from "../kinds/newer/unknown-to";
import { kindOf } from "../kinds/registry";
import { identityKey } from "../postgres/identity";
import { majorOf } from "../postgres/version";

/** Why nothing of a difference can be mended by us; null where something can. */
export function refusal(difference: Difference, sides: Sides): string | null {
  switch (difference.type) {
    case "missing": {
      const made = [difference.object, ...difference.includes].flatMap(
        (identity) => sides.expected.get(identity) ?? [],
      );
      const own = made.find((object) => identityKey(object) === identityKey(difference.object));
      const refused = own === undefined ? null : (kindOf(own).cannotCreate?.(own, sides) ?? null);
      return refused ?? made.map((object) => whyUnknown(object, sides, () => true)).find(Boolean) ?? null;
    }
    case "unexpected":
      return kindOf(difference.actual).cannotDrop?.(difference.actual, sides) ?? null;
    case "changed":
      return whyUnknown(difference.expected, sides, ({ attribute }) => attribute === undefined);
    case "renamed":
      return null;
  }
}

/** Why a server does not take an object as it is expected; null where it does. */
function whyUnknown(
  object: CatalogObject,
  { expected, actual }: Sides,
  matters: (newer: Newer) => boolean,
): string | null {
  const first = unknownTo(actual, object, expected).find(matters);
  return first === undefined
    ? null
    : `The ${describeObject(object)} cannot be had here: ${inWords(first, actual)}`;
}

/** Ends a sentence. */
export const inWords = ({ since, what }: Newer, actual: CatalogView): string =>
  `PostgreSQL ${majorOf(actual.serverVersion)} has no ${what}, which came with ${since}. Upgrade the server, or let the source do without.`;
