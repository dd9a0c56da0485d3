import type { SearchParameters } from "@/components/drift/list-view";
import { parameter } from "@/components/drift/list-view";
import type { DatabaseRow } from "./database-row";
import { type Health, healthStates } from "./health";

const environments = ["production", "staging", "development"] as const;

/** Which databases are shown; all of it stands in the address. */
export interface FleetView {
  readonly text: string;
  readonly states: readonly Health[];
  readonly environment: (typeof environments)[number] | null;
  /** Parameters that meant nothing, as typed. */
  readonly ignored: readonly string[];
}

/** Reads the view out of the address. Unknown values are left out and told. */
export function readFleetView(parameters: SearchParameters): FleetView {
  const words = parameter(parameters, "state").split(",").filter(Boolean);
  const states = healthStates.filter((state) => words.includes(state));
  const wanted = parameter(parameters, "env");
  const environment = environments.find((candidate) => candidate === wanted) ?? null;
  const unknown = words.filter((word) => !healthStates.some((state) => state === word));
  return {
    text: parameter(parameters, "q").slice(0, 200),
    states,
    environment,
    ignored: [
      ...unknown.map((word) => `state:${word.slice(0, 60)}`),
      ...(wanted !== "" && environment === null ? [`env:${wanted.slice(0, 60)}`] : []),
    ],
  };
}

/** The address of the list in a view; defaults are left out. */
export function fleetHref(view: Partial<FleetView>): string {
  const query = new URLSearchParams();
  if (view.states?.length) query.set("state", view.states.join(","));
  if (view.environment) query.set("env", view.environment);
  if (view.text) query.set("q", view.text);
  return query.size === 0 ? "/databases" : `/databases?${query}`;
}

/** True when a row is shown in a view. */
export function fitsFleetView(view: FleetView, row: DatabaseRow): boolean {
  return (
    (view.states.length === 0 || view.states.includes(row.health)) &&
    (view.environment === null || row.environment === view.environment) &&
    row.name.toLowerCase().includes(view.text.toLowerCase())
  );
}

/** The view in words, as the line *No database matches …* says it. */
export function fleetViewText(view: FleetView): string {
  return [
    ...(view.environment === null ? [] : [`env:${view.environment}`]),
    ...(view.states.length === 0 ? [] : [`state:${view.states.join(",")}`]),
    ...(view.text === "" ? [] : [view.text]),
  ].join(" ");
}
