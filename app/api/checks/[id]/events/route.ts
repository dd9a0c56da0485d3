import { answerRoute } from "@/lib/operations/answer-route";
import { followCheck } from "@/lib/operations/follow-check";
import { mayStillRead } from "@/lib/operations/may-still-read";
import { requireCheck } from "@/lib/operations/require-check";
import { streamEvents } from "@/lib/operations/stream-events";

export const dynamic = "force-dynamic";

/** Progress of a check as server-sent events, until it has ended. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const { check, database } = await requireCheck(context, (await params).id);
    const seen = Number(request.headers.get("last-event-id") ?? Number.NaN);
    // 204 tells the browser to stop connecting again: it has the end already.
    if (check.finishedAt !== null && seen === check.sequence) return new Response(null, { status: 204 });
    return streamEvents(
      request.signal,
      () => mayStillRead(context, database.slug),
      (send) => followCheck(context, check.number, seen, send),
    );
  });
}
