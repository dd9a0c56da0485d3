import type { ActivityEntry } from "@/components/comments/activity-entry";
import { checkId } from "@/lib/store/checks";
import type { Sighting } from "@/lib/store/differences";

/** The check that found a difference first, as the beginning of its activity. */
export const firstSeenEvent = ({ firstSeenAt, firstCheckNumber }: Sighting): ActivityEntry => ({
  ...{ type: "event", id: "first seen", by: checkId(firstCheckNumber) },
  at: firstSeenAt.toISOString(),
  text: "found it first",
});
