import { parameter, type SearchParameters } from "@/components/drift/list-view";

export const planTabs = ["statements", "checks", "approvals", "activity", "sql", "compare"] as const;

export type PlanTab = (typeof planTabs)[number];

/** Statements on one page: more would be slow to send and to lay out. */
export const pageSize = 100;

/** How a plan is seen; all of it stands in the address. */
export interface PlanView {
  readonly tab: PlanTab;
  /** The first statement shown, counted from 0. */
  readonly from: number;
  /** True hides what the person has read. */
  readonly hideRead: boolean;
  /** The plan to compare with, or `approved` for what the person approved. */
  readonly compareWith: string | null;
  /** True shows the choice of differences for a new plan. */
  readonly choosing: boolean;
}

/** Reads the view out of the address; unknown values fall back. */
export function readPlanView(parameters: SearchParameters): PlanView {
  const wanted = parameter(parameters, "tab");
  const from = Number(parameter(parameters, "from"));
  return {
    tab: planTabs.find((tab) => tab === wanted) ?? "statements",
    from: Number.isInteger(from) && from > 0 ? Math.floor((from - 1) / pageSize) * pageSize : 0,
    hideRead: parameter(parameters, "hide") === "read",
    compareWith: parameter(parameters, "with").slice(0, 20) || null,
    choosing: parameter(parameters, "choose") === "yes",
  };
}

/** The address of a plan in a view; defaults are left out. */
export function planHref(
  id: string,
  view: Partial<Omit<PlanView, "from">> & { readonly statement?: number } = {},
): string {
  const query = new URLSearchParams();
  if (view.tab !== undefined && view.tab !== "statements") query.set("tab", view.tab);
  const page = view.statement === undefined ? 0 : Math.floor(view.statement / pageSize) * pageSize;
  if (page > 0) query.set("from", String(page + 1));
  if (view.hideRead) query.set("hide", "read");
  if (view.compareWith) query.set("with", view.compareWith);
  if (view.choosing) query.set("choose", "yes");
  const hash = view.statement === undefined ? "" : `#s${view.statement + 1}`;
  return `/plans/${id}${query.size === 0 ? "" : `?${query}`}${hash}`;
}
