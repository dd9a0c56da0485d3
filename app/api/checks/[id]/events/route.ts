import { answerRoute } from "@/lib/operations/answer-route";
import { followCheck } from "@/lib/operations/follow-check";
import { readCheck } from "@/lib/operations/read-check";
import { streamEvents } from "@/lib/operations/stream-events";

export const dynamic = "force-dynamic";

/** Progress of a check as server-sent events, until it has ended. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const check = await readCheck(context, (await params).id);
    const seen = Number(request.headers.get("last-event-id") ?? Number.NaN);
    // 204 tells the browser to stop connecting again: it has the end already.
    if (check.finishedAt !== null && seen === check.sequence) return new Response(null, { status: 204 });
    return streamEvents(request.signal, (send) => followCheck(context, check.number, seen, send));
  });
}
