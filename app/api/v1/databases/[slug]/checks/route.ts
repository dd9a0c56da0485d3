import { answerToken } from "@/lib/operations/answer-route";
import { requestCheck } from "@/lib/operations/request-check";

export const dynamic = "force-dynamic";

/** Requests a check, or finds the one that is on its way: 202 with where it can be watched. */
export function POST(_: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return answerToken(async (context) => {
    const { slug } = await params;
    const { check, created } = await requestCheck(context, slug);
    return Response.json(
      { id: check.id, state: check.state, created },
      {
        status: 202,
        headers: { Location: `/databases/${slug}/checks/${check.id}`, "Cache-Control": "no-store" },
      },
    );
  });
}
