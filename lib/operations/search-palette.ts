import "server-only";
import { mayDo } from "../access/authority";
import { describeObject } from "../drift/describe";
import { readLatestChecks } from "../store/checks";
import { readDatabases } from "../store/databases";
import { readDifferences } from "../store/differences";
import type { Context } from "./context";

/** One place that a search found. */
export interface FoundPlace {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

/** Places found, under the headings of the palette. */
export interface FoundPlaces {
  readonly databases: readonly FoundPlace[];
  readonly differences: readonly FoundPlace[];
}

const most = 12;

/** Databases that the actor may read, and open differences in them, whose name or id holds every word. */
export async function searchPalette(context: Context, text: string): Promise<FoundPlaces> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (searched: string): boolean => words.every((word) => searched.toLowerCase().includes(word));
  const databases = (await readDatabases(context.store)).filter(({ slug }) =>
    mayDo(context.actor, "read databases", slug),
  );
  const latest = await readLatestChecks(
    context.store,
    databases.map((database) => database.id),
  );
  const differences: FoundPlace[] = [];
  for (const database of databases) {
    const compared = latest.get(database.id)?.compared;
    if (!compared) continue;
    for (const { difference } of await readDifferences(context.store, compared.number)) {
      if (differences.length >= most) break;
      const label = describeObject(difference.object);
      if (!fits(`${label} ${difference.id} ${difference.type} ${database.name}`)) continue;
      differences.push({
        id: `${database.slug}/${difference.id}`,
        label,
        detail: `${difference.type} · ${difference.id} · ${database.name}`,
        href: `/databases/${database.slug}/d/${difference.id}`,
      });
    }
  }
  return {
    databases: databases
      .filter((database) => fits(`${database.name} ${database.slug}`))
      .slice(0, most)
      .map((database) => ({
        id: database.slug,
        label: database.name,
        detail: database.environment === "other" ? "" : database.environment,
        href: `/databases/${database.slug}`,
      })),
    differences,
  };
}
