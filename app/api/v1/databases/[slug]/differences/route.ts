import { answerToken } from "@/lib/operations/answer-route";
import { differencesForApi } from "@/lib/operations/api-answers";
import { readDatabase } from "@/lib/operations/read-database";

export const dynamic = "force-dynamic";

/** The open differences of the last check that compared. */
export function GET(_: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return answerToken(async (context) => {
    const overview = await readDatabase(context, (await params).slug);
    return Response.json(differencesForApi(overview), { headers: { "Cache-Control": "no-store" } });
  });
}
