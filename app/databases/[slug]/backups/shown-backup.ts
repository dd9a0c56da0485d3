import type { ShownBackup } from "@/components/backups/backup-list";
import type { Backup } from "@/lib/store/backups";

/** A backup in words. */
export function shownBackup(
  backup: Backup & { readonly there: boolean },
  { mayTake, idle }: { readonly mayTake: boolean; readonly idle: boolean },
): ShownBackup {
  const { id, level, state, bytes, sha256, note, there } = backup;
  return {
    ...{ id, level, state, bytes, sha256, note, there },
    what: whatText(backup),
    by: backup.createdBy.name,
    takenAt: backup.takenAt?.toISOString() ?? null,
    tool: backup.toolVersion,
    proofs: proofsOf(backup),
    doubts: doubtsOf(backup),
    mayVerify:
      mayTake && idle && there && backup.type === "dump" && backup.takenAt !== null && state !== "cancelled",
  };
}

function whatText({ type, tables }: Backup): string {
  if (type === "provider snapshot") return "Snapshot of a provider";
  if (type === "word") return "A person's word";
  if (tables === null) return "Dump of the whole database";
  const names = tables.map(({ schema, name }) => `${schema}.${name}`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `Dump with the rows of ${names.slice(0, 5).join(", ")}${more}`;
}

function proofsOf({ verification, level }: Backup): readonly string[] {
  const proofs: string[] = [];
  if (verification?.read) {
    const { entries, tables } = verification.read;
    proofs.push(`Read through: ${entries} entries, rows of ${tables} ${tables === 1 ? "table" : "tables"}.`);
  }
  const restored = verification?.restored;
  if (restored && level === 3) {
    proofs.push(
      `Restored into ${restored.server}: ${restored.rows.toLocaleString("en")} rows in ${restored.tables} ${restored.tables === 1 ? "table" : "tables"} and the schema are equal.`,
    );
  }
  if (restored && restored.leftOut.length > 0) {
    proofs.push(
      `Not part of the restore, because only a superuser may make them: ${kindsText(restored.leftOut)}.`,
    );
  }
  return proofs;
}

const kindsText = (types: readonly string[]): string => types.map((type) => type.toLowerCase()).join(", ");

function doubtsOf({ error, verification }: Backup): readonly string[] {
  const doubts: string[] = [];
  if (error !== null) doubts.push([error.message, error.hint ?? ""].join(" ").trim(), ...error.details);
  if (verification?.notRestored) doubts.push(`Not restored. ${verification.notRestored}`);
  const restored = verification?.restored;
  if (!restored) return doubts;
  for (const { schema, name, expected, actual } of restored.unequal) {
    doubts.push(`${schema}.${name} had ${expected} rows; the restore has ${actual ?? "no such table"}.`);
  }
  doubts.push(...restored.differences);
  if (restored.differenceCount > restored.differences.length) {
    doubts.push(`and ${restored.differenceCount - restored.differences.length} more differences.`);
  }
  if (restored.failed.length > 0) doubts.push(`Could not be restored: ${restored.failed.join("; ")}.`);
  return doubts;
}
