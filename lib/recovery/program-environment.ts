import "server-only";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { rootCertificates } from "node:tls";
import type { ConnectionSettings } from "../postgres/connection-settings";

/**
 * Hands over an environment by which programs of Postgres connect as `connect.ts` would: nothing of ours is inherited, no
 * file of the user's home is read, and the password stands nowhere but in it. Names of databases go this way too, because
 * as a parameter one such as `host=elsewhere` would be taken for a connection of its own.
 */
export async function withProgramEnvironment<T>(
  settings: ConnectionSettings,
  use: (environment: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "plumbline-backup-"));
  try {
    const certificates = path.join(folder, "certificates.pem");
    const verifies = settings.tls === "verify-ca" || settings.tls === "verify-full";
    if (verifies) {
      const trusted = settings.certificateAuthority ?? rootCertificates.join("\n");
      await writeFile(certificates, trusted, { mode: 0o600 });
    }
    const absent = path.join(folder, "absent");
    return await use({
      PATH: process.env.PATH ?? "",
      HOME: folder,
      // Our reading of what they say is of their English.
      LC_ALL: "C",
      PGHOST: settings.host,
      PGPORT: String(settings.port),
      PGDATABASE: settings.database,
      PGUSER: settings.user,
      ...(settings.password === undefined ? {} : { PGPASSWORD: settings.password }),
      PGPASSFILE: absent,
      PGSERVICEFILE: absent,
      PGSYSCONFDIR: absent,
      PGSSLMODE: settings.tls,
      // Where `require` finds a certificate it begins to verify: it gets none.
      PGSSLROOTCERT: verifies ? certificates : absent,
      PGSSLCERT: absent,
      PGSSLKEY: absent,
      PGSSLCRL: absent,
      PGGSSENCMODE: "disable",
      PGCONNECT_TIMEOUT: "10",
      PGAPPNAME: "plumbline backup",
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
