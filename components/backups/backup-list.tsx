import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { LevelMark, type ShownLevel } from "./level-mark";
import { sizeText } from "./size-text";

export interface ShownBackup {
  /** `B-31`. */
  readonly id: string;
  readonly level: ShownLevel;
  readonly state: "queued" | "running" | "cancelling" | "done" | "failed" | "cancelled";
  /** `Dump of the whole database`. */
  readonly what: string;
  readonly by: string;
  /** ISO 8601; null until it exists. */
  readonly takenAt: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly tool: string | null;
  readonly note: string | null;
  /** False for a dump whose file is gone. */
  readonly there: boolean;
  /** What verifying it showed, a sentence each. */
  readonly proofs: readonly string[];
  /** What speaks against it. */
  readonly doubts: readonly string[];
  readonly mayVerify: boolean;
}

interface BackupListProps {
  readonly backups: readonly ShownBackup[];
  readonly verifyAction: FormAction;
}

/** Every backup that is known, newest first, each with what was done to trust it. */
export function BackupList({ backups, verifyAction }: BackupListProps) {
  return (
    <ul className="grid gap-3" aria-label="Backups">
      {backups.map((backup) => (
        <li key={backup.id}>
          <Card
            id={backup.id}
            title={
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                {backup.id}
                <BackupMark backup={backup} />
              </span>
            }
            actions={
              backup.mayVerify && (
                <ActionButton
                  action={verifyAction}
                  fields={{ id: backup.id, restore: "yes" }}
                  pendingText="Asking…"
                  size="small"
                >
                  Verify again
                </ActionButton>
              )
            }
          >
            <p className="text-sm [overflow-wrap:anywhere]">
              {visible(backup.what)}
              {backup.takenAt !== null && (
                <>
                  {" "}
                  · taken <Time value={backup.takenAt} />
                </>
              )}
              {backup.bytes !== null && ` · ${sizeText(backup.bytes)}`} · by <bdi>{visible(backup.by)}</bdi>
            </p>
            {backup.note !== null && (
              <p className="mt-1 text-muted text-sm [overflow-wrap:anywhere]">{visible(backup.note)}</p>
            )}
            <Sentences list={backup.proofs} tone="text-muted" />
            <Sentences list={backup.doubts} tone="text-critical" />
            {backup.sha256 !== null && (
              <p className="mt-2 font-mono text-2xs text-faint [overflow-wrap:anywhere]">
                sha-256 {backup.sha256}
                {backup.tool !== null && ` · ${backup.tool}`}
              </p>
            )}
          </Card>
        </li>
      ))}
    </ul>
  );
}

function BackupMark({ backup }: { readonly backup: ShownBackup }) {
  if (backup.state === "failed") return <Chip tone="critical">Failed</Chip>;
  if (backup.state === "cancelled") return <Chip tone="unknown">Cancelled</Chip>;
  if (!backup.there && backup.takenAt !== null) return <Chip tone="critical">File gone</Chip>;
  if (backup.takenAt === null) return <Chip tone="low">Under way</Chip>;
  return <LevelMark level={backup.level} />;
}

function Sentences({ list, tone }: { readonly list: readonly string[]; readonly tone: string }) {
  if (list.length === 0) return null;
  return (
    <ul className={`mt-2 grid gap-1 text-sm ${tone}`}>
      {list.map((sentence) => (
        <li key={sentence} className="[overflow-wrap:anywhere]">
          {visible(sentence)}
        </li>
      ))}
    </ul>
  );
}
