import { answerRoute } from "@/lib/operations/answer-route";
import { readPlanCheckedAt } from "@/lib/operations/read-plan-checked-at";

export const dynamic = "force-dynamic";

/** When the checks of a plan were asked last: the page looks here until those that it began have answers. */
export function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const at = await readPlanCheckedAt(context, (await params).id);
    return Response.json({ at: at?.toISOString() ?? null }, { headers: { "Cache-Control": "no-store" } });
  });
}
