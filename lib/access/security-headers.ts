import { isSecureOrigin } from "./session-cookie";

/**
 * The content security policy of a page.
 * @param nonce of this one answer; Next gives it to the scripts it writes
 * @param development lets the development server evaluate code, which it needs for reloading
 * @param formTargets origins besides our own to which an answer to a form may lead: the provider of identities
 */
export function contentSecurityPolicy(
  nonce: string,
  { development = false, formTargets = [] }: { development?: boolean; formTargets?: readonly string[] } = {},
): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Elements come with a nonce or from our files. Attributes place menus and colour code, and run nothing.
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${formTargets.map((origin) => ` ${origin}`).join("")}`,
  ].join("; ");
}

/** Pages of plain HTML (components/share) bring a policy of their own, which allows nothing but their one style. */
export const bringsOwnPolicy = (path: string): boolean =>
  path.startsWith("/s/") || /^\/databases\/[^/]+\/share\/preview$/.test(path);

/** What every answer carries besides; `next.config.ts` adds the same to files. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // Not `no-referrer`: with it browsers send forms with `Origin: null`, which we refuse.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Tells browsers to come by https only, for two years, where the app is reached by it. */
export function transportHeaders(origin: string): Readonly<Record<string, string>> {
  return isSecureOrigin(origin) ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {};
}
