import type { Catalog } from "../catalog/catalog";
import { sameValue } from "../catalog/canonical";
import type { Unverified } from "../drift/drift";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, kinds } from "../kinds/registry";
import { createObjects, withNeeds } from "../plan/create-objects";
import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import { majorOf } from "../postgres/version";
import { withShadow } from "./shadow";

export interface Normalised {
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly unverified: readonly Unverified[];
}

/**
 * Brings two catalogs that servers of different major versions printed to one spelling.
 *
 * Only texts that differ are in question. Their objects are created again in the shadow, from the DDL of the side that
 * another version printed, with all they need, and read back: then one server wrote both texts. What cannot be created
 * there is named as unverified, with the reason.
 */
export async function normalise(
  expected: Catalog,
  actual: Catalog,
  options: { readonly shadowUrl: string; readonly signal?: AbortSignal },
): Promise<Normalised> {
  if (majorOf(expected.serverVersion) === majorOf(actual.serverVersion)) return { expected, actual, unverified: [] };
  const [comparableExpected, comparableActual] = withoutNewerPrivileges(expected, actual);
  const suspects = differingTexts(comparableExpected, comparableActual);
  if (suspects.length === 0) return { expected: comparableExpected, actual: comparableActual, unverified: [] };
  return withShadow(options.shadowUrl, options.signal === undefined ? {} : { signal: options.signal }, async (shadow) => {
    const unverified: Unverified[] = [];
    const bring = async (catalog: Catalog): Promise<Catalog> => {
      if (majorOf(catalog.serverVersion) === majorOf(shadow.session.serverVersion)) return catalog;
      const printed = await reprint(suspects, catalog, shadow.session);
      unverified.push(...printed.unverified);
      return catalog.with({ replace: printed.objects });
    };
    // One after the other in one database would collide; a second side of a foreign version needs a second shadow.
    const newActual = await bring(comparableActual);
    const sameMajor = majorOf(comparableExpected.serverVersion) === majorOf(shadow.session.serverVersion);
    const newExpected = sameMajor
      ? comparableExpected
      : await withShadow(options.shadowUrl, {}, async (second) => {
          const printed = await reprint(suspects, comparableExpected, second.session);
          unverified.push(...printed.unverified);
          return comparableExpected.with({ replace: printed.objects });
        });
    return { expected: newExpected, actual: newActual, unverified };
  });
}

/** Identities of objects that both sides have and whose server-printed texts differ. */
function differingTexts(expected: Catalog, actual: Catalog): readonly Identity[] {
  return expected.objects
    .filter((object) => {
      const counterpart = actual.get(object);
      return (
        counterpart !== undefined &&
        kindOf(object).texts.some((attribute) => !sameValue(object[attribute], counterpart[attribute]))
      );
    })
    .map(identityOf);
}

interface Reprinted {
  readonly objects: readonly CatalogObject[];
  readonly unverified: readonly Unverified[];
}

async function reprint(suspects: readonly Identity[], catalog: Catalog, shadow: Session): Promise<Reprinted> {
  const wanted = suspects.flatMap((identity) => catalog.get(identity) ?? []);
  const failures = await createAll(withNeeds(wanted, catalog), catalog, shadow);
  const printed = await introspect(shadow);
  const objects: CatalogObject[] = [];
  const unverified: Unverified[] = [];
  for (const object of wanted) {
    const texts = kindOf(object).texts;
    const again = printed.get(object);
    if (again === undefined) {
      unverified.push({
        object: identityOf(object),
        attributes: texts,
        reason: failures.get(identityKey(object)) ?? "Something it needs could not be created in the shadow.",
      });
      continue;
    }
    const replaced = Object.fromEntries(texts.map((attribute) => [attribute, again[attribute]]));
    objects.push({ ...object, ...replaced } as CatalogObject);
  }
  return { objects, unverified };
}

/** Creates what can be created; gives the reason for each object whose statement failed. */
async function createAll(
  objects: readonly CatalogObject[],
  catalog: Catalog,
  shadow: Session,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  await shadow.execute("SET check_function_bodies = off");
  // Owners and grants name roles of the other server and change no text.
  const bare = objects.map(withoutRoles);
  for (const statement of createObjects(bare, bareView(catalog))) {
    try {
      await shadow.execute(statement.sql);
    } catch (error) {
      const key = identityKey(statement.object);
      const code = errorCode(error) ?? "";
      if (code === "42P06" || code === "42710") continue;
      if (!failures.has(key)) {
        failures.set(key, `It could not be created in the shadow (${code}): ${error instanceof Error ? error.message : ""}`);
      }
    }
  }
  return failures;
}

function withoutRoles(object: CatalogObject): CatalogObject {
  const attributes = kindOf(object).attributes;
  return {
    ...object,
    ...("owner" in attributes ? { owner: null } : {}),
    ...("privileges" in attributes ? { privileges: null } : {}),
    ...("columnPrivileges" in attributes ? { columnPrivileges: null } : {}),
  } as CatalogObject;
}

const bareView = (catalog: Catalog): Catalog => catalog.with({ replace: catalog.objects.map(withoutRoles) });

/**
 * MAINTAIN came with PostgreSQL 17: `GRANT ALL` of the same source gives it on one side only.
 * Where one server is older it is left out on both.
 */
function withoutNewerPrivileges(expected: Catalog, actual: Catalog): readonly [Catalog, Catalog] {
  const major = (catalog: Catalog): number => majorOf(catalog.serverVersion);
  if (Math.min(major(expected), major(actual)) >= 17) return [expected, actual];
  const strip = (catalog: Catalog): Catalog => {
    const changed = catalog.objects.flatMap((object) => {
      const stripped = withoutMaintain(object);
      return stripped === object ? [] : [stripped];
    });
    return changed.length === 0 ? catalog : catalog.with({ replace: changed });
  };
  return [strip(expected), strip(actual)];
}

const holdsPrivileges = new Set(
  kinds.filter((kind) => "privileges" in kind.attributes).map((kind) => kind.kind),
);

function withoutMaintain(object: CatalogObject): CatalogObject {
  const list = holdsPrivileges.has(object.kind) ? object["privileges"] : null;
  if (list === null || list === undefined || typeof list !== "object" || Array.isArray(list)) return object;
  const entries = Object.entries(list as { readonly [grantee: string]: readonly string[] });
  if (!entries.some(([, privileges]) => privileges.some((privilege) => privilege.startsWith("MAINTAIN")))) return object;
  const kept = entries.map(
    ([grantee, privileges]) => [grantee, privileges.filter((privilege) => !privilege.startsWith("MAINTAIN"))] as const,
  );
  return { ...object, privileges: Object.fromEntries(kept.filter(([, privileges]) => privileges.length > 0)) };
}
