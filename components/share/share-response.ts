import { createHash } from "node:crypto";
import { shareStyles } from "./share-styles";

const styleHash = createHash("sha256").update(shareStyles, "utf8").digest("base64");

/** An answer with a page of plain HTML: nobody keeps it, finds it by searching, frames it, or learns its address from it. */
export function shareResponse(
  markup: string,
  { status = 200, retryAfter }: { readonly status?: number; readonly retryAfter?: number | undefined } = {},
): Response {
  return new Response(markup, {
    status,
    headers: {
      ...(retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }),
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    },
  });
}
