import { answerRoute } from "@/lib/operations/answer-route";
import { changeCodeOfChoice } from "@/lib/operations/change-code-of-choice";
import { readChoice } from "../choice";

export const dynamic = "force-dynamic";

interface CodeRoute {
  readonly params: Promise<{ readonly slug: string }>;
}

/** The change of the code as one patch, or with `file` one of its files, whole. */
export function GET(request: Request, { params }: CodeRoute): Promise<Response> {
  return answerRoute(async (context) => {
    const { slug } = await params;
    const { searchParams } = new URL(request.url);
    const wanted = searchParams.get("file");
    const { files, check } = await changeCodeOfChoice(context, slug, readChoice(searchParams.get("d")));
    const file = files.find(({ path }) => path === wanted);
    if (wanted !== null && file === undefined) return new Response("There is no such file.", { status: 404 });
    const name = file?.path.split("/").at(-1) ?? `${slug}-${check.id}.patch`;
    return new Response(file?.content ?? files.map(({ diff }) => diff).join(""), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
