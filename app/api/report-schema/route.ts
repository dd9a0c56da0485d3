import { answerRoute } from "@/lib/operations/answer-route";
import { reportJsonSchema } from "@/lib/report/report";

/** The JSON Schema of every report that is exported or shared. */
export const GET = (): Promise<Response> =>
  answerRoute(async () =>
    Response.json(reportJsonSchema(), { headers: { "Content-Type": "application/schema+json" } }),
  );
