import { Readable } from "node:stream";
import { z } from "zod";
import { answerRoute } from "@/lib/operations/answer-route";
import { exportAudit } from "@/lib/operations/export-audit";
import { auditFilterSchema } from "@/lib/operations/read-audit";

export const dynamic = "force-dynamic";

const formatSchema = z.enum(["csv", "jsonl"]);

const types = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** The audit log as a file, `?format=csv` or `jsonl`, with the filters of its page. */
export function GET(request: Request): Promise<Response> {
  return answerRoute(async (context) => {
    const { format: given, ...rest } = Object.fromEntries(new URL(request.url).searchParams);
    const format = formatSchema.parse(given);
    const texts = await exportAudit(context, auditFilterSchema.parse(rest), format);
    // Pulled as fast as it is taken: the log may be longer than memory.
    const body = Readable.toWeb(Readable.from(texts).map((text: string) => Buffer.from(text)));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "Content-Type": types[format],
        "Content-Disposition": `attachment; filename="plumbline-audit.${format}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
