/** The oldest major version whose catalogs we read. */
export const oldestMajor = 14;

/** The newest major version our rules were measured on. Newer servers are read, with a diagnostic. */
export const newestMajor = 18;

/** The major version in a `server_version_num` such as 150018. */
export function majorOf(serverVersionNumber: number): number {
  return Math.floor(serverVersionNumber / 10_000);
}

/** `15.18` from 150018. */
export function versionText(serverVersionNumber: number): string {
  return `${majorOf(serverVersionNumber)}.${serverVersionNumber % 10_000}`;
}
