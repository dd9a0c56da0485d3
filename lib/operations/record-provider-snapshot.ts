import "server-only";
import { z } from "zod";
import { type Backup, insertBackupRecord } from "../store/backups";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

const minute = 60_000;

const providerSnapshotSchema = z.object({
  slug: z.string().min(1).max(200),
  /** The snapshot's name at the provider; empty for a person's word. */
  snapshotId: z.string().trim().max(200),
  provider: z.string().trim().max(100),
  takenAt: z.coerce.date({ error: "Say when it was taken." }),
  note: z.string().trim().max(1_000),
});

export type ProviderSnapshotInput = z.input<typeof providerSnapshotSchema>;

/**
 * Writes down a backup that somebody else keeps: a provider's snapshot with its name, or a person's word that there is
 * one. Nobody reads it, so its level stays low.
 * @throws AppError `no-such-database`, `not-allowed`
 */
export async function recordProviderSnapshot(
  context: Context,
  input: ProviderSnapshotInput,
): Promise<Backup> {
  const now = context.now();
  const { slug, snapshotId, provider, takenAt, note } = providerSnapshotSchema
    .refine((one) => one.takenAt.getTime() <= now.getTime() + minute, {
      path: ["takenAt"],
      message: "A backup cannot be from the future.",
    })
    .refine((one) => one.snapshotId === "" || one.provider !== "", {
      path: ["provider"],
      message: "Say who keeps the snapshot.",
    })
    .refine((one) => one.snapshotId !== "" || one.note !== "", {
      path: ["note"],
      message: "Say in a sentence what backup there is.",
    })
    .parse(input);
  const database = await requireDatabase(context, slug, "take backups");
  const named = snapshotId !== "";
  return inTransaction(context.store, async (inside) => {
    const backup = await insertBackupRecord(inside, {
      databaseId: database.id,
      type: named ? "provider snapshot" : "word",
      level: named ? 1 : 0,
      tables: null,
      note: [named ? `${provider}: ${snapshotId}` : "", note].filter((part) => part !== "").join(" — "),
      takenAt,
      createdBy: { id: context.actor.id, name: context.actor.name },
      createdAt: now,
    });
    await recordAudit(
      context,
      {
        action: "backup.record",
        object: { kind: "backup", id: backup.id },
        database: slug,
        detail: { type: backup.type, note: backup.note, takenAt: takenAt.toISOString() },
      },
      inside,
    );
    return backup;
  });
}
