import { type FixView, fixViews } from "@/components/drift/fix-view";
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
  /** True shows the lines that are equal on both sides, too. */
  readonly allLines: boolean;
  /** What of the fix is shown. */
  readonly fix: FixView;
  /** True shows every statement of it, and every dependant. */
  readonly allStatements: boolean;
  readonly allDependants: boolean;
  /** True asks the rows what takes long to answer, too. */
  readonly dearQuestions: boolean;
  /** Dependants as a list or as a graph, and how far away they may stand. */
  readonly graph: boolean;
  readonly depth: number;
  /** This page with another parameter. */
  readonly with: (change: { readonly [name: string]: string }) => string;
  /** The same view of another difference. */
  readonly hrefOf: (id: string) => string;
}

/** How far from the object the graph goes; the last is all the way. */
export const depths = [1, 2, 99] as const;

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
  const fix = fixViews.find((candidate) => candidate === parameter(parameters, "fix")) ?? "change";
  const depth = depths.find((candidate) => String(candidate) === parameter(parameters, "depth")) ?? 1;
  return {
    list,
    sides: chosen ?? usual,
    allLines: parameter(parameters, "lines") === "all",
    fix,
    allStatements: parameter(parameters, "statements") === "all",
    allDependants: parameter(parameters, "deps") === "all",
    dearQuestions: parameter(parameters, "ask") === "all",
    graph: parameter(parameters, "deps") === "graph",
    depth,
    with: (change) =>
      listHref(`${path}/${difference.id}`, list, {
        ...(chosen === undefined ? {} : { view: chosen }),
        ...(fix === "change" ? {} : { fix }),
        ...change,
        ...(change.fix === "change" ? { fix: "" } : {}),
        ...(change.view === usual ? { view: "" } : {}),
      }),
    hrefOf: (id) => listHref(`${path}/${id}`, list, chosen === undefined ? {} : { view: chosen }),
  };
}
