import { Card } from "@/components/ui/card";
import { type ShownWindowState, WindowStateChip } from "./window-state-chip";

export interface ShownOccurrence {
  /** ISO 8601, what tells it from others. */
  readonly scheduledAt: string;
  /** `Sun 29 Nov 02:00–04:00`. */
  readonly stretch: string;
  readonly state: ShownWindowState;
  /** What the clocks do to it, or who decided. */
  readonly note: string | null;
}

interface WindowOccurrencesProps {
  readonly id: string;
  readonly title: string;
  readonly occurrences: readonly ShownOccurrence[];
}

/** Other times at which the window is or was. */
export function WindowOccurrences({ id, title, occurrences }: WindowOccurrencesProps) {
  return (
    <Card id={id} title={title}>
      <ul className="grid gap-2 text-sm">
        {occurrences.map(({ scheduledAt, stretch, state, note }) => (
          <li key={scheduledAt} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="whitespace-nowrap tabular-nums">{stretch}</span>
            <WindowStateChip state={state} />
            {note !== null && <span className="min-w-0 text-muted">{note}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
