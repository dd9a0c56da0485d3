import { answerRoute } from "@/lib/operations/answer-route";
import { runReport, runReportMarkdown } from "@/lib/operations/run-report";

export const dynamic = "force-dynamic";

/** The report of a run as Markdown, or as JSON. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoute(async (context) => {
    const report = await runReport(context, (await params).id);
    const json = new URL(request.url).searchParams.get("format") === "json";
    const body = json ? `${JSON.stringify(report, null, 2)}\n` : runReportMarkdown(report);
    return new Response(body, {
      headers: {
        "Content-Type": json ? "application/json; charset=utf-8" : "text/markdown; charset=utf-8",
        "Content-Disposition": `attachment; filename="${report.run}.${json ? "json" : "md"}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
