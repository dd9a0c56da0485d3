/** What our own server sees: it listens on this machine only. */
const thisMachine = "127.0.0.1";

/**
 * The address that a request came from.
 *
 * Anybody can send `X-Forwarded-For`; what counts is the entry that the proxy in front of us added, and that there is
 * one, is told by `PLUMBLINE_PROXIES` (how many stand in a row, by default none).
 */
export function clientAddress(
  headers: Pick<Headers, "get">,
  proxies: string | undefined = process.env.PLUMBLINE_PROXIES,
): string {
  const count = Number(proxies || 0);
  if (!Number.isInteger(count) || count < 1) return thisMachine;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-count) || thisMachine;
}
