import { cache } from "react";
import { mayDo, type Right, requireRight } from "@/lib/access/authority";
import { listDatabases } from "@/lib/operations/list-databases";
import { locateExpected } from "@/lib/operations/locate-expected";
import { planDifference } from "@/lib/operations/plan-difference";
import { readCheckOverview } from "@/lib/operations/read-check-overview";
import { readDatabase } from "@/lib/operations/read-database";
import { readDifference } from "@/lib/operations/read-difference";
import { load } from "../load";
import { listedDifference } from "./listed-difference";

// A page and its title are made by two functions of one request; each of these reads once for both.

/** Every database. */
export const loadDatabases = cache(() => load(listDatabases));

/** A database with the outcome of its last comparison. */
export const loadDatabase = cache((slug: string) => load((context) => readDatabase(context, slug)));

/** Tells what who looks may do: nobody is offered what would be refused. */
export const loadMay = cache(() =>
  load(
    async ({ actor }) =>
      (right: Right, slug?: string): boolean =>
        mayDo(actor, right, slug),
  ),
);

/** Shows a page that asks for something to nobody who may not do it. */
export const requireFor = (right: Right, slug: string): Promise<void> =>
  load(async ({ actor }) => requireRight(actor, right, slug));

/** A difference with both catalogs around it. */
export const loadDifference = cache((slug: string, id: string) =>
  load((context) => readDifference(context, slug, id)),
);

/** {@link loadDifference} with what its own page shows besides: where it is declared, its fix, and the others of its check. */
export const loadDifferencePage = cache(async (slug: string, id: string) => {
  const overview = await loadDifference(slug, id);
  const [place, fix, check] = await load((context) =>
    Promise.all([
      locateExpected(context, overview.source, overview.difference.object),
      planDifference(context, overview),
      readCheckOverview(context, slug, overview.check.id),
    ]),
  );
  const found = check.differences;
  return { ...overview, place, fix, found, siblings: found.map((each) => listedDifference(each)) };
});

export type DifferencePageData = Awaited<ReturnType<typeof loadDifferencePage>>;

/** One check of a database with what it found. */
export const loadCheck = cache((slug: string, number: string) =>
  load((context) => readCheckOverview(context, slug, number)),
);
