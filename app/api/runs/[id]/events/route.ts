import { answerRoute } from "@/lib/operations/answer-route";
import { followRun } from "@/lib/operations/follow-run";
import { mayStillRead } from "@/lib/operations/may-still-read";
import { requireRun } from "@/lib/operations/require-run";
import { streamEvents } from "@/lib/operations/stream-events";

export const dynamic = "force-dynamic";

/** A run as server-sent events until it has ended, after the event that the browser says it has. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const { id } = await params;
    // Before the stream begins: afterwards its status is sent.
    const { database } = await requireRun(context, id);
    const known = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
    const seen = Number(known ?? 0);
    return streamEvents(
      request.signal,
      () => mayStillRead(context, database.slug),
      (send) => followRun(context, id, Number.isSafeInteger(seen) && seen > 0 ? seen : 0, send),
    );
  });
}
