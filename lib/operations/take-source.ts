import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { encryptSecret } from "../access/secret-box";
import { readSnapshot } from "../catalog/snapshot";
import { sourceOfFiles } from "../expected/recognise-source";
import type { Source, SourceFile } from "../expected/source";
import { unpackUpload } from "../expected/unpack-archive";
import { describeAddress } from "../postgres/connection-settings";
import type { NewSource } from "../store/sources";
import { connectionParts, connectionSchema } from "./connection-input";
import type { Context } from "./context";
import { openConnection } from "./open-database";
import { readSourcePath } from "./read-source-path";

/** What a person says a source is; undefined leaves it to its content. */
const typeSchema = z.enum(["sql", "prisma", "alembic", "snapshot"]).optional();

/** A source as a form gives it. */
export const sourceSchema = z.discriminatedUnion("given", [
  z.object({
    given: z.literal("pasted"),
    type: typeSchema,
    text: z.string().trim().min(1, "Paste the text of the source."),
  }),
  z.object({
    given: z.literal("uploaded"),
    type: typeSchema,
    name: z.string().min(1, "Choose a file."),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, "Choose a file that is not empty."),
  }),
  z.object({
    given: z.literal("path"),
    type: typeSchema,
    path: z.string().trim().min(1, "Enter a path.").max(4_096, "The path is too long."),
  }),
  z.object({ given: z.literal("database"), connection: connectionSchema }),
]);

/**
 * Takes a source in: reads it, recognises its kind, and looks whether it can be of use. It is not run yet: that is what
 * the first check does, with its progress shown.
 * @throws AppError naming the file and what is wrong with it
 */
export async function takeSource(
  context: Context,
  databaseId: string,
  given: z.output<typeof sourceSchema>,
): Promise<NewSource> {
  const id = randomUUID();
  switch (given.given) {
    case "pasted": {
      const { type, files } = checked(
        sourceOfFiles([{ path: "pasted text", content: given.text }], given.type),
      );
      return { ...{ id, databaseId, type, files }, given: "pasted", label: "pasted text" };
    }
    case "uploaded": {
      const source = sourceOfFiles(await unpackUpload(given.name, given.bytes), given.type);
      const { type, files } = checked(source);
      return { ...{ id, databaseId, type, files }, given: "uploaded", label: given.name };
    }
    case "path": {
      const { type } = checked(await readSourcePath(given.path, given.type));
      return { ...{ id, databaseId, type, path: given.path }, given: "path", label: given.path };
    }
    case "database": {
      const { profile, password } = connectionParts(given.connection);
      await (await openConnection(profile, password)).close();
      return {
        ...{ id, databaseId, connection: profile },
        given: "database",
        type: "database",
        label: describeAddress(profile),
        ciphertext: password === null ? null : encryptSecret(context.secretKey, password, id),
      };
    }
  }
}

/** A snapshot that cannot be read is refused now; everything else shows when it is run. */
function checked(source: Source): { readonly type: Source["type"]; readonly files: readonly SourceFile[] } {
  const [first] = source.files;
  if (source.type === "snapshot" && first) readSnapshot(first.content, first.path);
  return source;
}
