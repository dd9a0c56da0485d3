import { createHash } from "node:crypto";
import { noSuchSharePage, passcodePage, sharePage } from "@/components/share/share-page";
import { shareStyles } from "@/components/share/share-styles";
import { answerVisitorRoute } from "@/lib/operations/answer-route";
import { openShareLink } from "@/lib/operations/open-share-link";

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
export const HEAD = (): Response => page(noSuchSharePage(), 404);

function open(params: ShareRoute["params"], passcode: string | null): Promise<Response> {
  return answerVisitorRoute(async (context) => {
    const opened = await openShareLink(context, (await params).token, passcode);
    switch (opened.shows) {
      case "report":
        return page(
          sharePage(opened.report, { by: opened.by, expiresAt: opened.expiresAt, now: context.now() }),
          200,
        );
      case "passcode form":
        // With no-referrer a browser sends the form with `Origin: null`, which is refused.
        return page(passcodePage(), 200, { "Referrer-Policy": "same-origin" });
      case "nothing":
        return page(noSuchSharePage(), 404);
    }
  });
}

const styleHash = createHash("sha256").update(shareStyles, "utf8").digest("base64");

function page(markup: string, status: number, more: { readonly [name: string]: string } = {}): Response {
  return new Response(markup, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      ...more,
    },
  });
}
