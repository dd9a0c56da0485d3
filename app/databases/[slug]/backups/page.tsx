import type { Metadata } from "next";
import { BackupList } from "@/components/backups/backup-list";
import { BackupProgress } from "@/components/backups/backup-progress";
import { EvidenceBanner } from "@/components/backups/evidence-banner";
import { DatabasePart } from "@/components/databases/database-part";
import { WorkerBanner } from "@/components/databases/worker-banner";
import { backupStep } from "@/lib/operations/follow-backup";
import { visible } from "@/lib/postgres/identity";
import { isActive } from "@/lib/store/backups";
import { cancelBackup, verifyBackup } from "./actions";
import { BackupForms } from "./backup-forms";
import { loadBackups } from "./load";
import { shownBackup } from "./shown-backup";

export const dynamic = "force-dynamic";

interface BackupsPageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export async function generateMetadata({ params }: BackupsPageProps): Promise<Metadata> {
  const { database } = await loadBackups((await params).slug);
  return { title: `Backups · ${visible(database.name)}` };
}

export default async function BackupsPage({ params }: BackupsPageProps) {
  const { slug } = await params;
  const { database, backups, evidence, tool, worker, mayTake } = await loadBackups(slug);
  const active = backups.find(isActive);
  const shown = backups.map((one) => shownBackup(one, { mayTake, idle: active === undefined }));
  return (
    <DatabasePart
      database={database}
      place="backups"
      crumbs={[{ label: "Backups" }]}
      description="What rows could be brought back from, and how much of that was tried."
      {...(worker.running ? {} : { banner: <WorkerBanner lastHeartbeatAt={worker.lastHeartbeatAt} /> })}
    >
      {active !== undefined && (
        <BackupProgress
          key={active.id}
          id={active.id}
          url={`/api/backups/${active.id}/events`}
          initial={backupStep(active)}
          cancelAction={cancelBackup}
          mayCancel={mayTake}
        />
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <EvidenceBanner {...evidence} />
          {shown.length > 0 && <BackupList backups={shown} verifyAction={verifyBackup} />}
        </div>
        {mayTake && <BackupForms slug={slug} tool={tool} />}
      </div>
    </DatabasePart>
  );
}
