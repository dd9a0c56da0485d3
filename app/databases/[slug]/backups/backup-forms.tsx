import { NoTool } from "@/components/backups/no-tool";
import { RecordSnapshotForm } from "@/components/backups/record-snapshot-form";
import { TakeBackupForm } from "@/components/backups/take-backup-form";
import { Card } from "@/components/ui/card";
import type { BackupOverview } from "@/lib/operations/list-backups";
import { recordSnapshot, takeBackup } from "./actions";

/** The two ways to come by a backup: take one here, or write down one that somebody else keeps. */
export function BackupForms({
  slug,
  tool,
}: {
  readonly slug: string;
  readonly tool: BackupOverview["tool"];
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Card id="take" title="Take a backup">
        {tool.version === null ? (
          <NoTool {...tool} />
        ) : (
          <TakeBackupForm action={takeBackup} slug={slug} tool={tool.version} />
        )}
      </Card>
      <Card
        id="record"
        title="Record a backup kept elsewhere"
        description="A provider's snapshot, or somebody's word."
      >
        <RecordSnapshotForm action={recordSnapshot} slug={slug} />
      </Card>
    </div>
  );
}
