import { answerRoute } from "@/lib/operations/answer-route";
import { followBackup } from "@/lib/operations/follow-backup";
import { loadBackup } from "@/lib/operations/load-backup";
import { mayStillRead } from "@/lib/operations/may-still-read";
import { streamEvents } from "@/lib/operations/stream-events";
import { isActive } from "@/lib/store/backups";

export const dynamic = "force-dynamic";

/** Progress of a backup as server-sent events, until it has ended. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const { id } = await params;
    const { backup, database } = await loadBackup(context, id);
    const seen = Number(request.headers.get("last-event-id") ?? Number.NaN);
    // 204 tells the browser to stop connecting again: it has the end already.
    if (!isActive(backup) && seen === backup.sequence) return new Response(null, { status: 204 });
    return streamEvents(
      request.signal,
      () => mayStillRead(context, database.slug),
      (send) => followBackup(context, id, seen, send),
    );
  });
}
