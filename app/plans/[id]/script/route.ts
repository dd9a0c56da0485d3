import { answerRoute } from "@/lib/operations/answer-route";
import { requireIntact, requirePlan } from "@/lib/operations/require-plan";
import { planScript } from "@/lib/plan/script";

/** The script of a plan as a file: the bytes that were approved. */
export async function GET(_: Request, { params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  return answerRoute(async (context) => {
    const { plan } = await requirePlan(context, id);
    requireIntact(plan);
    return new Response(planScript(plan.content), {
      headers: {
        "Content-Type": "application/sql; charset=utf-8",
        "Content-Disposition": `attachment; filename="${plan.id}-${plan.hash.slice(0, 8)}.sql"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
