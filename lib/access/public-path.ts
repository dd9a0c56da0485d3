/** What answers without a session: signing in, coming in by a one-time address, what was shared, and health. */
const openToAll = [
  /^\/sign-in(\/|$)/,
  /^\/set-up(\/|$)/,
  /^\/s\//,
  /^\/api\/health\/(live|ready)$/,
  /^\/icon\.svg$/,
];

/** True for an address that somebody who is not signed in may ask for. */
export const isPublicPath = (path: string): boolean => openToAll.some((pattern) => pattern.test(path));

/** The header in which proxy.ts hands the path and query of a request on to what renders it. */
export const pathHeader = "x-plumbline-path";

/** The address of the page to sign in on, from which one comes back to `path`. */
export function signInAddress(path: string | null): string {
  const next = ownPath(path);
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** `path` when it is one of ours, otherwise `/`: `//evil.example` and `/\evil.example` are other hosts to a browser. */
export function ownPath(path: string | null | undefined): string {
  if (!path || !/^\/(?![/\\])[^\s\\]*$/.test(path) || path.length > 2000) return "/";
  const base = "http://own.invalid";
  if (!URL.canParse(path, base)) return "/";
  const url = new URL(path, base);
  return url.origin === base && !isPublicPath(url.pathname) ? `${url.pathname}${url.search}` : "/";
}
