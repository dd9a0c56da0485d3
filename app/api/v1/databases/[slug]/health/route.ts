import { answerToken } from "@/lib/operations/answer-route";
import { healthForApi, healthQuerySchema } from "@/lib/operations/api-answers";
import { readDatabase } from "@/lib/operations/read-database";

export const dynamic = "force-dynamic";

/**
 * 200 when the database is in sync below the severity `fail_on` and its last check is younger than `max_age` (15m, 2h,
 * 1d; by default the database's own), 503 otherwise: a failed or old check is no good news.
 */
export function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return answerToken(async (context) => {
    const asked = healthQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const answer = healthForApi(await readDatabase(context, (await params).slug), asked, context.now());
    return Response.json(answer, {
      status: answer.status === "ok" ? 200 : 503,
      headers: { "Cache-Control": "private, max-age=5" },
    });
  });
}
