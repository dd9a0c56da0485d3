/** How a list of differences is seen: everything of it stands in the address (screens.md §3.3). */

export const groupings = ["cause", "table", "kind", "severity"] as const;

export type Grouping = (typeof groupings)[number];

export interface ListView {
  /** The filter as typed. */
  readonly text: string;
  readonly grouping: Grouping;
  /** True when groups show all their rows. */
  readonly all: boolean;
  /** The first row shown of a list that is too long for one page, counted from 1. */
  readonly from: number;
  /** The id of the difference shown beside the list. */
  readonly peeked: string | null;
  /** Parameters that meant nothing, as typed. */
  readonly ignored: readonly string[];
}

/** The parameters of an address as Next hands them to a page. */
export type SearchParameters = { readonly [name: string]: string | string[] | undefined };

/** The first value of a parameter; empty when it is not there. */
export function parameter(parameters: SearchParameters, name: string): string {
  const value = parameters[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Reads the view out of the address. Unknown values fall back and are told. */
export function readListView(parameters: SearchParameters): ListView {
  const wanted = parameter(parameters, "group");
  const grouping = groupings.find((candidate) => candidate === wanted);
  return {
    text: parameter(parameters, "q").slice(0, 500),
    grouping: grouping ?? "cause",
    all: parameter(parameters, "show") === "all",
    from: /^[1-9]\d{0,6}$/.test(parameter(parameters, "from")) ? Number(parameter(parameters, "from")) : 1,
    peeked: parameter(parameters, "d") || null,
    ignored: wanted !== "" && grouping === undefined ? [`group:${wanted.slice(0, 60)}`] : [],
  };
}

/** The address of a list in a view, or of a page that was opened from it; defaults are left out. */
export function listHref(
  path: string,
  view: Partial<Pick<ListView, "text" | "grouping" | "all" | "from" | "peeked">>,
  more: { readonly [name: string]: string } = {},
): string {
  const query = new URLSearchParams();
  if (view.text) query.set("q", view.text);
  if (view.grouping !== undefined && view.grouping !== "cause") query.set("group", view.grouping);
  if (view.all) query.set("show", "all");
  if (view.from !== undefined && view.from > 1) query.set("from", String(view.from));
  if (view.peeked) query.set("d", view.peeked);
  for (const [name, value] of Object.entries(more)) if (value !== "") query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
