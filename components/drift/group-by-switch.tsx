import { type Segment, SegmentedLinks } from "@/components/ui/segmented-links";

/** How the list is grouped, as links. Groupings that do not apply are simply not given. */
export function GroupBySwitch({ segments }: { readonly segments: readonly Segment[] }) {
  return (
    <div className="screen-only flex min-w-0 items-center gap-2">
      <span aria-hidden className="whitespace-nowrap text-faint text-xs max-sm:hidden">
        Group by
      </span>
      <SegmentedLinks label="Group by" segments={segments} />
    </div>
  );
}
