import { sameValue } from "../catalog/canonical";
import type { Catalog } from "../catalog/catalog";
import { eachPair } from "../catalog/each-pair";
import type { Unverified } from "../drift/drift";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { namedByPlace } from "../kinds/texts/named-by-place";
import { bareObject } from "../plan/bare-object";
import { createObjects, withNeeds } from "../plan/create-objects";
import { errorCode } from "../postgres/connection-error";
import { type Identity, identityKey, identityOf, visible } from "../postgres/identity";
import { majorOf } from "../postgres/version";
import { knownToBoth } from "./known-to-both";
import { withOwnersDefaults } from "./owner-defaults";
import { withoutOwnerGrants } from "./owner-grants";
import { type Shadow, withShadow } from "./shadow";
import { extensionsVariable, whoInstalls } from "./shadow-extensions";

export interface Normalised {
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly unverified: readonly Unverified[];
}

export interface NormaliseOptions {
  /** Gives the shadow's URL; asked only when there is something to bring to one spelling. */
  readonly shadowUrl: () => Promise<string>;
  readonly signal?: AbortSignal;
}

/**
 * Brings the server-printed texts of two catalogs to one spelling where they differ.
 *
 * Servers of different major versions print the same thing differently, and so does one server: `status IN ('a')` is
 * printed in a form that, read back from a dump, is printed in another. Only texts that differ are in question: their
 * objects are created again in the shadow from either side's own DDL, with all they need, and read back. Then one server
 * wrote both texts from text. Those that still differ are read back again for as long as that changes one of them.
 *
 * Where that fails, two servers of one major version are taken at their word; of different majors the texts are named
 * as unverified, with the reason.
 */
export async function normalise(
  expected: Catalog,
  actual: Catalog,
  options: NormaliseOptions,
): Promise<Normalised> {
  const alike = await spelledAlike(expected, actual, options);
  return { ...alike, unverified: [...alike.unverified, ...namedByOtherPlaces(alike)] };
}

/** Texts that are the same to the letter, and name columns by a place that is not the same. */
function namedByOtherPlaces(sides: Normalised): readonly Unverified[] {
  const known = new Set(sides.unverified.map(({ object }) => identityKey(object)));
  const found: Unverified[] = [];
  eachPair(sides.expected, sides.actual, (object, counterpart) => {
    if (object === undefined || counterpart === undefined || known.has(identityKey(object))) return;
    for (const attribute of kindOf(object).texts) {
      const text = object[attribute];
      if (typeof text !== "string" || text !== counterpart[attribute]) continue;
      const reason = namedByPlace(object, text, sides);
      if (reason !== null) found.push({ object: identityOf(object), attributes: [attribute], reason });
    }
  });
  return found;
}

async function spelledAlike(
  expected: Catalog,
  actual: Catalog,
  options: NormaliseOptions,
): Promise<Normalised> {
  const oneMajor = majorOf(expected.serverVersion) === majorOf(actual.serverVersion);
  const owned = withOwnersDefaults(withoutOwnerGrants(expected, actual), actual);
  const [wanted, present] = knownToBoth(owned, actual);
  const suspects = differingTexts(wanted, present);
  if (suspects.length === 0) return { expected: wanted, actual: present, unverified: [] };
  const shadowUrl = await options.shadowUrl();
  const reprintSide = (unsettled: readonly Identity[], catalog: Catalog): Promise<Reprinted> =>
    withShadow(shadowUrl, options.signal === undefined ? {} : { signal: options.signal }, (shadow) =>
      reprint(unsettled, catalog, shadow),
    );
  let sides: Normalised = { expected: wanted, actual: present, unverified: [] };
  let unsettled = suspects;
  for (let pass = 1; unsettled.length > 0 && pass <= deepest; pass++) {
    const before = sides;
    // Side by side: a run waits for this with its locks held.
    const [expectedAgain, actualAgain] = await Promise.all([
      reprintSide(unsettled, before.expected),
      reprintSide(unsettled, before.actual),
    ]);
    const both = unsettled.filter((identity) => {
      const key = identityKey(identity);
      return expectedAgain.printed.has(key) && actualAgain.printed.has(key);
    });
    sides = {
      expected: before.expected.with({
        replace: respelled(both, before.expected, expectedAgain, wanted, expectedAgain, actualAgain),
      }),
      actual: before.actual.with({
        replace: respelled(both, before.actual, actualAgain, wanted, expectedAgain, actualAgain),
      }),
      unverified: [
        ...before.unverified,
        ...(oneMajor
          ? []
          : unsettled
              .filter((identity) => !both.includes(identity))
              .map((identity) => ({
                object: identity,
                attributes: kindOf(identity).texts,
                reason:
                  whyNotCreated(identity, present, actualAgain.failures) ??
                  whyNotCreated(identity, wanted, expectedAgain.failures) ??
                  "Something it needs could not be created in the shadow.",
              }))),
      ],
    };
    unsettled = both.filter(
      (identity) =>
        textsDiffer(sides.expected.get(identity), sides.actual.get(identity)) &&
        (textsDiffer(before.expected.get(identity), sides.expected.get(identity)) ||
          textsDiffer(before.actual.get(identity), sides.actual.get(identity))),
    );
  }
  return sides;
}

/**
 * How often a text is read back at most. Postgres takes one pair of parentheses off nested conditions each time: rows of rows
 * that are compared (`((a, b), c) IS DISTINCT FROM …`) are printed otherwise as often as they are deep.
 */
const deepest = 8;

/** Identities of objects that both sides have and whose server-printed texts differ. */
function differingTexts(expected: Catalog, actual: Catalog): readonly Identity[] {
  const differing: Identity[] = [];
  eachPair(expected, actual, (object, counterpart) => {
    if (object === undefined || counterpart === undefined) return;
    if (textsDiffer(object, counterpart)) differing.push(identityOf(object));
  });
  return differing;
}

function textsDiffer(one: CatalogObject | undefined, other: CatalogObject | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    kindOf(one).texts.some((attribute) => !sameValue(one[attribute], other[attribute]))
  );
}

/** An extension that an object needs and the shadow lacks is the reason before any other: the rest follows from it. */
function whyNotCreated(
  identity: Identity,
  catalog: Catalog,
  failures: ReadonlyMap<string, string>,
): string | undefined {
  const object = catalog.get(identity);
  const lacking = (object === undefined ? [] : withNeeds([object], catalog)).find(
    (needed) => needed.kind === "extension" && failures.has(identityKey(needed)),
  );
  return failures.get(identityKey(lacking ?? identity));
}

interface Reprinted {
  /** By identity key, as the shadow printed it. */
  readonly printed: ReadonlyMap<string, CatalogObject>;
  /** Why an object could not be created, by identity key. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * One side's objects with texts in the common spelling. What turns out to be the same takes the expected side's own
 * text, so that what is shown stays what the source's server printed; what still differs shows both common spellings.
 */
function respelled(
  identities: readonly Identity[],
  side: Catalog,
  own: Reprinted,
  expected: Catalog,
  expectedAgain: Reprinted,
  actualAgain: Reprinted,
): readonly CatalogObject[] {
  return identities.flatMap((identity) => {
    const key = identityKey(identity);
    const object = side.get(identity);
    const again = own.printed.get(key);
    const original = expected.get(identity);
    if (object === undefined || again === undefined || original === undefined) return [];
    const texts = kindOf(identity).texts.map((attribute) => {
      const same = sameValue(
        expectedAgain.printed.get(key)?.[attribute],
        actualAgain.printed.get(key)?.[attribute],
      );
      return [attribute, same ? original[attribute] : again[attribute]] as const;
    });
    return [{ ...object, ...Object.fromEntries(texts) } as CatalogObject];
  });
}

async function reprint(suspects: readonly Identity[], catalog: Catalog, shadow: Shadow): Promise<Reprinted> {
  const wanted = suspects.flatMap((identity) => catalog.get(identity) ?? []);
  const failures = await createAll(withNeeds(wanted, catalog), catalog, shadow);
  const again = await introspect(shadow.session);
  const printed = new Map<string, CatalogObject>();
  for (const object of wanted) {
    const key = identityKey(object);
    const copy = again.get(object);
    if (copy !== undefined && !failures.has(key)) printed.set(key, copy);
  }
  return { printed, failures };
}

/** Already there: `public`, or what an extension brought. */
const alreadyThere = new Set(["42P06", "42710", "42P07", "42723"]);

/** Creates what can be created; gives the reason for each object whose statement failed. */
async function createAll(
  objects: readonly CatalogObject[],
  catalog: Catalog,
  shadow: Shadow,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  await shadow.session.execute("SET check_function_bodies = off");
  const bare = catalog.with({ replace: catalog.objects.map(bareObject) });
  for (const statement of createObjects(objects.map(bareObject), bare)) {
    try {
      await shadow.session.execute(statement.sql);
    } catch (error) {
      const code = errorCode(error) ?? "";
      if (alreadyThere.has(code)) continue;
      const key = identityKey(statement.object);
      if (statement.object.kind === "extension") {
        const reason = await whyNotInstalled(statement.object, catalog, shadow);
        if (reason !== null) failures.set(key, reason);
        continue;
      }
      if (failures.has(key)) continue;
      failures.set(
        key,
        `It could not be created in the shadow (${code}): ${error instanceof Error ? error.message : ""}`,
      );
    }
  }
  return failures;
}

/**
 * Installs an extension that the builder cannot: one that needs a superuser, or of which the shadow has another version.
 * @returns why it is not there; null where it is
 */
async function whyNotInstalled({ name }: Identity, catalog: Catalog, shadow: Shadow): Promise<string | null> {
  const words = `It needs the extension ${visible(name)}, which`;
  const answer = await whoInstalls(shadow.session, name);
  if (answer === "not available")
    return `${words} the shadow server does not have. Set SHADOW_DATABASE_URL to a server that has it.`;
  if (answer === "not allowed")
    return `${words} may not be installed in the shadow. If whoever runs the shadow server trusts it, name it in ${extensionsVariable}.`;
  try {
    const schema = catalog.get({ kind: "extension", name })?.memberSchema;
    await shadow.installExtension({ name, ...(typeof schema === "string" ? { schema } : {}) });
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return `${words} the shadow server could not install (${code}): ${error instanceof Error ? error.message : ""}`;
  }
}
