import { z } from "zod";
import { sharePage } from "@/components/share/share-page";
import { shareResponse } from "@/components/share/share-response";
import { answerRoute } from "@/lib/operations/answer-route";
import { previewShare, shareSchema } from "@/lib/operations/share-link";

export const dynamic = "force-dynamic";

interface PreviewRoute {
  readonly params: Promise<{ readonly slug: string }>;
}

/** The page that a link would show, for who is about to make it. */
export function GET(request: Request, { params }: PreviewRoute): Promise<Response> {
  return answerRoute(async (context) => {
    const query = new URL(request.url).searchParams;
    const hide = shareSchema.shape.hide.parse(query.getAll("hide"));
    const subject = z.string().max(20).parse(query.get("subject"));
    return shareResponse(sharePage(await previewShare(context, (await params).slug, subject, hide), null));
  });
}
