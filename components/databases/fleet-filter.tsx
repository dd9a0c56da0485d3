import Form from "next/form";
import { Button, LinkButton } from "@/components/ui/button";
import { SearchBox } from "@/components/ui/search-box";
import { type FleetView, fleetHref, fleetViewText } from "./fleet-view";

/** Finds databases by name. States are filtered by the phrases of the verdict over it. */
export function FleetFilter({ view }: { readonly view: FleetView }) {
  return (
    <search className="screen-only mb-4 grid gap-2">
      <Form action="/databases" replace className="flex max-w-xl flex-wrap gap-2">
        {view.states.length > 0 && <input type="hidden" name="state" value={view.states.join(",")} />}
        <SearchBox
          label="Search databases"
          placeholder="Search by name"
          text={view.text}
          className="min-w-40"
        />
        <select
          name="env"
          key={`env ${view.environment ?? ""}`}
          defaultValue={view.environment ?? ""}
          aria-label="Environment"
          className="field w-auto text-sm"
        >
          <option value="">Every environment</option>
          <option value="production">Production</option>
          <option value="staging">Staging</option>
          <option value="development">Development</option>
        </select>
        <Button type="submit">Search</Button>
        {fleetViewText(view) !== "" && (
          <LinkButton href={fleetHref({})} look="quiet" data-shortcut="clear-filters">
            Clear filters
          </LinkButton>
        )}
      </Form>
      {view.ignored.map((term) => (
        <p key={term} role="status" className="text-medium text-xs [overflow-wrap:anywhere]">
          Ignored filter <em>{term}</em>
        </p>
      ))}
    </search>
  );
}
