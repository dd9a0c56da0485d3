import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTemporaryCluster } from "../postgres/embedded";
import { serverOf, type TestServer } from "./test-server";

/** An extension of SQL alone: what its scripts say, by version or by `from--to`. */
export interface HandMadeExtension {
  readonly name: string;
  /** Lines of its control file. */
  readonly control: string;
  readonly scripts: { readonly [version: string]: string };
}

/**
 * A server of its own (PostgreSQL 18, which looks for extensions where it is told to) that has extensions made for a test:
 * what third parties ship, in the shape that matters, where none of theirs is installed.
 */
export async function startExtensionServer(
  extensions: readonly HandMadeExtension[],
): Promise<TestServer & { readonly stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-extensions-"));
  const files = path.join(folder, "extension");
  mkdirSync(files);
  for (const { name, control, scripts } of extensions) {
    writeFileSync(path.join(files, `${name}.control`), `${control}\n`);
    for (const [version, sql] of Object.entries(scripts))
      writeFileSync(path.join(files, `${name}--${version}.sql`), sql);
  }
  // The server runs as an account of its own.
  for (const place of [folder, files]) chmodSync(place, 0o755);
  const cluster = await startTemporaryCluster({
    major: 18,
    superuser: "plumbline_bootstrap",
    settings: { extension_control_path: `$system:${folder}` },
  });
  return {
    ...serverOf(cluster),
    stop: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
