import type { Catalog } from "../catalog/catalog";
import { readSnapshot } from "../catalog/snapshot";
import { AppError } from "../postgres/app-error";
import type { SourceFile } from "./source";

/**
 * The catalog of a saved snapshot. No server is needed.
 * @throws AppError `source-several-snapshots`, `snapshot-unreadable`
 */
export function snapshotCatalog(files: readonly SourceFile[]): Catalog {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) {
    throw new AppError(
      "source-several-snapshots",
      `The source holds ${files.length} snapshots, and one is compared.`,
      {
        hint: "Name the one file.",
        details: files.slice(0, 20).map(({ path }) => path),
      },
    );
  }
  return readSnapshot(file.content, file.path);
}
