import { AppError } from "../postgres/app-error";

/**
 * Lets a request that changes something pass only when it came from our own pages.
 *
 * Next lets a request without `Origin` through (faults-and-security.md, fault 26), so the check is made here as well:
 * browsers send `Origin` with every POST.
 * @param publicOrigin the address people use when it is not this machine itself (`PLUMBLINE_ORIGIN`)
 * @throws AppError `foreign-request`
 */
export function requireSameOrigin(
  headers: Pick<Headers, "get">,
  publicOrigin: string | undefined = process.env.PLUMBLINE_ORIGIN,
): void {
  if (!isOwnRequest(headers, publicOrigin)) throw foreign();
}

/** True when a request was sent by a page of ours: its origin is one we have, and the browser says that it is the same. */
export function isOwnRequest(
  headers: Pick<Headers, "get">,
  publicOrigin: string | undefined = process.env.PLUMBLINE_ORIGIN,
): boolean {
  const origin = parse(headers.get("origin"));
  const host = headers.get("host")?.toLowerCase();
  if (origin === null || host === undefined) return false;
  const loopback = isLoopback(origin);
  const site = headers.get("sec-fetch-site");
  // No page can set it. Browsers leave it out only where an origin is neither https nor this machine.
  const told = origin.protocol === "https:" || loopback;
  if (site !== "same-origin" && (site !== null || told)) return false;
  // Another name for this machine, made to resolve to it by a stranger's name server, is the stranger's origin.
  if (loopback && origin.protocol === "http:" && origin.host === host) return true;
  return origin.origin === parse(publicOrigin)?.origin;
}

/**
 * True for a Host header under which Plumbline may be asked for anything at all: this machine, or the host of the
 * public origin. A stranger's name that was made to resolve to this machine would let the stranger's page read ours.
 */
export function isOwnHost(
  host: string | null,
  publicOrigin: string | undefined = process.env.PLUMBLINE_ORIGIN,
): boolean {
  const url = parse(host === null ? null : `http://${host}`);
  // A host is all there may be: `a@localhost` or `localhost/x` is no Host header.
  if (url === null || host === null || /[/@?#\\]/.test(host)) return false;
  if (isLoopback(url)) return true;
  const own = parse(publicOrigin);
  // The port is left out, because proxies differ in whether they hand it on.
  return own !== null && own.hostname === url.hostname;
}

/** True for an address of this machine. */
export const isLoopback = (url: URL): boolean =>
  url.hostname === "localhost" ||
  url.hostname.endsWith(".localhost") ||
  url.hostname === "[::1]" ||
  /^127(\.\d{1,3}){3}$/.test(url.hostname);

function parse(text: string | null | undefined): URL | null {
  return text && URL.canParse(text) ? new URL(text) : null;
}

const foreign = (): AppError =>
  new AppError("foreign-request", "This request did not come from Plumbline's own pages.", {
    hint: "Open Plumbline by the address it printed, or set PLUMBLINE_ORIGIN to the address you use.",
  });
