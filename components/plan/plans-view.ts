import { parameter, type SearchParameters } from "@/components/drift/list-view";
import type { PlanRow } from "./plans-table";

/** Which plans are shown; all of it stands in the address. */
export interface PlansView {
  /** `open` leaves out what is settled; a state's word, or `all`. */
  readonly state: string;
  readonly text: string;
  /** Parameters that meant nothing, as typed. */
  readonly ignored: readonly string[];
}

/** Reads the view out of the address. Unknown values fall back and are told. */
export function readPlansView(parameters: SearchParameters, statuses: readonly string[]): PlansView {
  const wanted = parameter(parameters, "state");
  const known = ["all", "open", "yours", ...statuses.map(slugOf)].includes(wanted);
  return {
    state: known ? wanted : "open",
    text: parameter(parameters, "q").slice(0, 200),
    ignored: wanted !== "" && !known ? [`state:${wanted.slice(0, 60)}`] : [],
  };
}

/** `needs-approval`. */
export const slugOf = (status: string): string => status.toLowerCase().replaceAll(/[^a-z]+/g, "-");

/** The address of the list in a view; defaults are left out. */
export function plansHref(path: string, { state, text }: Partial<PlansView>): string {
  const query = new URLSearchParams();
  if (state !== undefined && state !== "open") query.set("state", state);
  if (text) query.set("q", text);
  return query.size === 0 ? path : `${path}?${query}`;
}

const settled: ReadonlySet<string> = new Set(["Done", "Discarded"]);

/** True when a plan is shown in a view. */
export function fitsPlansView({ state, text }: PlansView, row: PlanRow): boolean {
  const fits =
    state === "all" ||
    (state === "open" && !settled.has(row.status)) ||
    (state === "yours" && row.yours !== null) ||
    slugOf(row.status) === state;
  const words = `${row.id} ${row.database.name} ${row.createdBy}`.toLowerCase();
  return fits && words.includes(text.toLowerCase());
}
