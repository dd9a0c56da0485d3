import type { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { kindOf } from "../kinds/registry";
import { bareObject } from "../plan/bare-object";
import { createObjects } from "../plan/create-objects";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { type Identity, identityKey } from "../postgres/identity";
import { describeRunFailure, sqlState } from "./run-failure";

/** A scratch database, as `withShadow` of lib/expected hands one out. */
export interface ScratchDatabase {
  readonly session: Session;
  ensureRole(name: string): Promise<"ours" | "foreign" | "refused">;
  installExtension(request: { readonly name: string; readonly schema?: string }): Promise<void>;
}

/** An object that the copy could not be given, and why. */
export interface LeftOut {
  readonly object: Identity;
  readonly reason: string;
}

/** Already there: `public`, or what an extension brought. */
const alreadyThere = new Set(["42P06", "42710", "42P07", "42723"]);

/**
 * Makes the objects of a catalog in a scratch database: the schema alone, no rows. Owners, grants and tablespaces belong to
 * the catalog's own server and are not made.
 * @returns what is there afterwards, as the scratch server prints it, and what could not be made
 */
export async function buildCopy(
  catalog: Catalog,
  scratch: ScratchDatabase,
  signal?: AbortSignal,
): Promise<{ readonly copy: Catalog; readonly leftOut: readonly LeftOut[] }> {
  const { session } = scratch;
  await session.execute("SET check_function_bodies = off");
  await session.execute("SET search_path = pg_catalog");
  const bare = catalog.with({ replace: catalog.objects.map(bareObject) });
  const reasons = new Map<string, string>();
  for (const statement of createObjects(bare.objects, bare)) {
    signal?.throwIfAborted();
    try {
      await executeWithRoles(scratch, statement.sql);
    } catch (error) {
      const code = sqlState(error);
      if (code === undefined) throw error;
      if (alreadyThere.has(code)) continue;
      if (statement.object.kind === "extension" && (await installed(scratch, catalog, statement.object)))
        continue;
      const { message, details } = describeRunFailure(error);
      const key = identityKey(statement.object);
      if (!reasons.has(key)) reasons.set(key, [message, ...details].join(" "));
    }
  }
  const copy = await introspect(session);
  const leftOut = catalog.objects
    .filter((object) => copy.get(object) === undefined)
    .map((object) => ({
      object,
      reason: reasons.get(identityKey(object)) ?? "Something it needs could not be made there.",
    }));
  return { copy, leftOut };
}

async function installed(scratch: ScratchDatabase, catalog: Catalog, extension: Identity): Promise<boolean> {
  const schema = catalog.get(extension)?.memberSchema;
  try {
    await scratch.installExtension({
      name: extension.name,
      ...(typeof schema === "string" ? { schema } : {}),
    });
    return true;
  } catch (error) {
    if (!(error instanceof AppError) && sqlState(error) === undefined) throw error;
    return false;
  }
}

const unknownRole = /role "((?:[^"]|"")+)" does not exist/;

/** Runs a statement; a role that it names and the scratch server does not have is made there first, without a login. */
export async function executeWithRoles(
  { session, ensureRole }: ScratchDatabase,
  sql: string,
  between?: { readonly before: () => Promise<void>; readonly undo: () => Promise<void> },
): Promise<void> {
  const made = new Set<string>();
  for (;;) {
    await between?.before();
    try {
      await session.execute(sql);
      return;
    } catch (error) {
      const name =
        sqlState(error) === "42704" && error instanceof Error
          ? unknownRole.exec(error.message)?.[1]
          : undefined;
      const role = name?.replaceAll('""', '"');
      if (role === undefined || made.has(role)) throw error;
      made.add(role);
      await between?.undo();
      if ((await ensureRole(role)) === "refused") throw error;
    }
  }
}

/** True for objects that the copy lacks, or that rest on one it lacks. */
export function restsOnLeftOut(
  leftOut: readonly LeftOut[],
  sides: readonly Catalog[],
): (object: Identity) => boolean {
  const lacking = new Set(leftOut.map(({ object }) => identityKey(object)));
  return (object) => {
    if (lacking.size === 0) return false;
    const seen = new Set<string>();
    const open: Identity[] = [object];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = identityKey(next);
      if (lacking.has(key)) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const side of sides) {
        open.push(...side.dependenciesOf(next));
        const found = side.get(next);
        const parent = found === undefined ? null : (kindOf(found).parent?.(found) ?? null);
        if (parent !== null) open.push(parent);
      }
    }
    return false;
  };
}
