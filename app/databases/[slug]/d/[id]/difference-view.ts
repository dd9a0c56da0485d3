import {
  type ListView,
  listHref,
  parameter,
  readListView,
  type SearchParameters,
} from "@/components/drift/list-view";
import { type SqlView, sqlViews } from "@/components/drift/sql-sides";
import type { Difference } from "@/lib/drift/difference";

/** How the page of a difference is seen; all of it stands in the address. */
export interface DifferenceView {
  /** The list that it was opened from. */
  readonly list: ListView;
  readonly sides: SqlView;
  /** True shows every statement of the fix, and every dependant. */
  readonly wholeFix: boolean;
  readonly allDependants: boolean;
  /** This page with another parameter. */
  readonly with: (change: { readonly [name: string]: string }) => string;
  /** The same view of another difference. */
  readonly hrefOf: (id: string) => string;
}

/** Reads the view out of the address. Unknown values fall back. */
export function readDifferenceView(
  parameters: SearchParameters,
  difference: Difference,
  path: string,
): DifferenceView {
  const list = readListView(parameters);
  const wanted = parameter(parameters, "view");
  const chosen = sqlViews.find((candidate) => candidate === wanted);
  // An object that is on one side only says more as SQL than as a table with an empty column.
  const usual = difference.type === "missing" || difference.type === "unexpected" ? "split" : "table";
  return {
    list,
    sides: chosen ?? usual,
    wholeFix: parameter(parameters, "fix") === "all",
    allDependants: parameter(parameters, "deps") === "all",
    with: (change) =>
      listHref(`${path}/${difference.id}`, list, {
        ...(chosen === undefined ? {} : { view: chosen }),
        ...change,
        ...(change.view === usual ? { view: "" } : {}),
      }),
    hrefOf: (id) => listHref(`${path}/${id}`, list, chosen === undefined ? {} : { view: chosen }),
  };
}
