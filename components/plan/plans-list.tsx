import Form from "next/form";
import { Button } from "@/components/ui/button";
import { SearchBox } from "@/components/ui/search-box";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { type PlanRow, PlansTable } from "./plans-table";
import { fitsPlansView, type PlansView, plansHref, slugOf } from "./plans-view";

interface PlansListProps {
  readonly path: string;
  readonly rows: readonly PlanRow[];
  readonly view: PlansView;
  readonly withDatabase?: boolean;
}

/** Plans with their filter, which stands in the address. */
export function PlansList({ path, rows, view, withDatabase = true }: PlansListProps) {
  const present = [...new Set(rows.map(({ status }) => status))];
  const segments = [
    { state: "open", label: "Open" },
    { state: "yours", label: "Waiting for you" },
    ...present.map((status) => ({ state: slugOf(status), label: status })),
    { state: "all", label: "All" },
  ].map(({ state, label }) => ({
    label,
    href: plansHref(path, { ...view, state }),
    current: state === view.state,
  }));
  const shown = rows.filter((row) => fitsPlansView(view, row));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <search className="screen-only flex flex-wrap items-center gap-3">
        <SegmentedLinks label="Plans by state" segments={segments} />
        <Form action={path} replace className="flex min-w-0 max-w-sm flex-1 basis-60 gap-2">
          {view.state !== "open" && <input type="hidden" name="state" value={view.state} />}
          <SearchBox label="Search plans" placeholder="Search" text={view.text} className="min-w-32" />
          <Button type="submit">Search</Button>
        </Form>
        {view.ignored.map((term) => (
          <p key={term} role="status" className="text-medium text-xs [overflow-wrap:anywhere]">
            Ignored filter <em>{term}</em>
          </p>
        ))}
      </search>
      <PlansTable
        rows={shown}
        withDatabase={withDatabase}
        clearHref={plansHref(path, { state: "all" })}
        filterText={
          [view.state === "open" ? "" : `state:${view.state}`, view.text].filter(Boolean).join(" ") || "open"
        }
      />
    </div>
  );
}
