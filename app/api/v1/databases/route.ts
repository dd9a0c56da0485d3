import { answerToken } from "@/lib/operations/answer-route";
import { listedForApi } from "@/lib/operations/api-answers";
import { listDatabases } from "@/lib/operations/list-databases";

export const dynamic = "force-dynamic";

/** The databases that the token may read, worst first. */
export function GET(): Promise<Response> {
  return answerToken(async (context) => {
    const { databases } = await listDatabases(context);
    return Response.json(
      { databases: databases.map(listedForApi) },
      { headers: { "Cache-Control": "no-store" } },
    );
  });
}
