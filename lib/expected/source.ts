import { z } from "zod";

/** The kinds of source, by the words of the command line's prefixes and of the pages. */
export const sourceTypes = ["sql", "prisma", "alembic", "database", "snapshot"] as const;

export type SourceType = (typeof sourceTypes)[number];

/** One text file of a source. `path` is relative, with forward slashes, and is shown in errors. */
const sourceFileSchema = z.object({ path: z.string().min(1), content: z.string() });

export type SourceFile = z.infer<typeof sourceFileSchema>;

/** What declares the expected schema, with everything it needs in hand: no path is read later, no secret is inside. */
export type Source =
  | { readonly type: "sql"; readonly files: readonly SourceFile[] }
  | { readonly type: "prisma"; readonly files: readonly SourceFile[] }
  | { readonly type: "alembic"; readonly files: readonly SourceFile[] }
  | { readonly type: "snapshot"; readonly files: readonly SourceFile[] };
