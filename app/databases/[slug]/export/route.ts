import { answerRoute } from "@/lib/operations/answer-route";
import { exportQuerySchema, exportReport } from "@/lib/operations/export-report";

export const dynamic = "force-dynamic";

interface ExportRoute {
  readonly params: Promise<{ readonly slug: string }>;
}

/** A report as a file: `?subject=P-12&format=json`, and `&hide=roles,literals` for one that is to be handed on. */
export function GET(request: Request, { params }: ExportRoute): Promise<Response> {
  return answerRoute(async (context) => {
    const query = exportQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const { name, type, content } = await exportReport(context, (await params).slug, query);
    return new Response(content, {
      headers: {
        "Content-Type": type,
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
