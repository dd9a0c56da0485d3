import { createHash } from "node:crypto";
import { z } from "zod";
import { isKind } from "../kinds/registry";
import { AppError } from "../postgres/app-error";
import { canonicalJson } from "./canonical";
import { Catalog, type Dependency } from "./catalog";
import { fingerprint } from "./fingerprint";

/** The name and version in the first field of every snapshot. A reader refuses what it does not know. */
export const snapshotFormat = "plumbline.snapshot/v1";

const identitySchema = {
  kind: z.string(),
  schema: z.string().optional(),
  table: z.string().optional(),
  name: z.string(),
  arguments: z.string().optional(),
};

const snapshotSchema = z.object({
  format: z.literal(snapshotFormat),
  serverVersion: z.number().int().positive(),
  fingerprint: z.string(),
  /** Of everything else in the file, the coverage and the dependencies too: an edited ledger could turn unknown into clean. */
  checksum: z.string(),
  objects: z.array(z.looseObject(identitySchema)),
  dependencies: z.array(z.object({ dependent: z.string(), referenced: z.string() })),
  coverage: z.object({
    read: z.record(z.string(), z.number()),
    setApart: z.array(
      z.object({
        owner: z.string(),
        reason: z.enum(["extension", "tool"]),
        count: z.number(),
        partitionsOf: z.array(z.object(identitySchema)).optional(),
      }),
    ),
    notRead: z.array(z.object({ kind: z.string(), count: z.number(), reason: z.string() })),
    notVisible: z.array(
      z.object({ what: z.string(), kind: z.string().optional(), reason: z.string(), remedy: z.string() }),
    ),
    unmanaged: z.array(z.object({ schema: z.string(), count: z.number() })),
  }),
  origin: z
    .object({
      system: z.string(),
      database: z.number().int(),
      addresses: z.record(z.string(), z.string()),
    })
    .optional(),
  grantors: z
    .array(
      z.object({
        object: z.string(),
        columns: z.string(),
        grantee: z.string(),
        grantor: z.string(),
        privilege: z.string(),
      }),
    )
    .optional(),
  securityLabels: z
    .array(z.object({ object: z.string(), column: z.string(), provider: z.string(), label: z.string() }))
    .optional(),
  diagnostics: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(["info", "warning", "unknown"]),
      object: z.object(identitySchema).optional(),
      message: z.string(),
    }),
  ),
});

/** A catalog as JSON text, the same bytes for the same catalog. */
export function writeSnapshot(catalog: Catalog): string {
  const content = {
    format: snapshotFormat,
    serverVersion: catalog.serverVersion,
    fingerprint: fingerprint(catalog),
    objects: catalog.objects,
    // As they were read they follow the rows of pg_depend, which a dump and restore, or VACUUM FULL, put in another order.
    dependencies: catalog.dependencies.toSorted(compareDependencies),
    coverage: catalog.coverage,
    diagnostics: catalog.diagnostics,
    ...(catalog.origin === undefined ? {} : { origin: catalog.origin }),
    ...(catalog.grantors === undefined ? {} : { grantors: catalog.grantors }),
    ...(catalog.securityLabels === undefined ? {} : { securityLabels: catalog.securityLabels }),
  };
  const text = canonicalJson(content);
  // The first key of all in the order of keys: what takes long is written once.
  return `{"checksum":"${checksumOf(text)}",${text.slice(1)}`;
}

/**
 * Reads what {@link writeSnapshot} wrote.
 * @throws AppError `snapshot-unreadable` when it is no snapshot, is of another format version or was edited
 */
export function readSnapshot(text: string, path = "the snapshot"): Catalog {
  const unreadable = (why: string, cause?: unknown): AppError =>
    new AppError("snapshot-unreadable", `${path} cannot be read: ${why}`, {
      hint: "Make a new one with `plumbline snapshot --database <url>`.",
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON.", cause);
  }
  const parsed = snapshotSchema.safeParse(json);
  if (!parsed.success) {
    const format =
      typeof json === "object" && json !== null && "format" in json ? String(json.format) : undefined;
    if (format !== undefined && format !== snapshotFormat) {
      throw unreadable(`its format is ${format.slice(0, 60)}, and this version reads ${snapshotFormat}.`);
    }
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join(".") || "it"} is not what a snapshot holds there.`);
  }
  const unknown = parsed.data.objects.find((object) => !isKind(object.kind));
  if (unknown)
    throw unreadable(`it holds objects of the kind "${unknown.kind}", which this version does not know.`);
  const content = parsed.data;
  // zod adds `| undefined` to optional fields; what was parsed has the shape that was written.
  const catalog = new Catalog(content as unknown as ConstructorParameters<typeof Catalog>[0]);
  const { checksum, ...rest } = json as Record<string, unknown>;
  // Covers the fingerprint too, which another version may have taken in another way.
  if (checksumOf(canonicalJson(rest)) !== checksum)
    throw unreadable("its content does not match its own fingerprint.");
  return catalog;
}

const compareDependencies = (one: Dependency, other: Dependency): number =>
  compareText(one.dependent, other.dependent) || compareText(one.referenced, other.referenced);

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const checksumOf = (text: string): string => createHash("sha256").update(text).digest("hex");
