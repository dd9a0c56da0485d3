import { noSuchSharePage, passcodePage, sharePage, tooManyTriesPage } from "@/components/share/share-page";
import { shareResponse } from "@/components/share/share-response";
import { answerVisitorRoute } from "@/lib/operations/answer-route";
import { openShareLink } from "@/lib/operations/open-share-link";
import { AppError } from "@/lib/postgres/app-error";

export const dynamic = "force-dynamic";

interface ShareRoute {
  readonly params: Promise<{ readonly token: string }>;
}

/** What was shared, or the form for its passcode, or the one page for everything that does not open. */
export const GET = (_: Request, { params }: ShareRoute): Promise<Response> => open(params, null);

/** The same with the passcode that was typed. */
export async function POST(request: Request, { params }: ShareRoute): Promise<Response> {
  const typed = new URLSearchParams((await request.text()).slice(0, 5_000));
  return open(params, typed.get("passcode") ?? "");
}

/** What looks at a link before a person does, opens nothing. */
export const HEAD = (): Response => shareResponse(noSuchSharePage(), { status: 404 });

function open(params: ShareRoute["params"], passcode: string | null): Promise<Response> {
  return answerVisitorRoute(async (context) => {
    const opened = await openShareLink(context, (await params).token, passcode).catch(heldOff);
    if (opened instanceof Response) return opened;
    switch (opened.shows) {
      case "report": {
        const { report, by, expiresAt } = opened;
        return shareResponse(sharePage(report, { by, expiresAt, now: context.now() }));
      }
      case "passcode form":
        return shareResponse(passcodePage());
      case "nothing":
        return shareResponse(noSuchSharePage(), { status: 404 });
    }
  });
}

/** People open links, so they are told in a page. */
function heldOff(error: unknown): Response {
  if (!(error instanceof AppError) || error.code !== "too-many-requests") throw error;
  const { hint = "Try again later.", retryAfter } = error;
  return shareResponse(tooManyTriesPage(hint), { status: 429, retryAfter });
}
