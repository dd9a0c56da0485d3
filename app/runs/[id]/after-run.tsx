import { RunningCheck } from "@/app/databases/running-check";
import { AdviceCard, ReleaseCard, SignOffCard, UndoCard } from "@/components/run/after-run";
import { ProofList } from "@/components/run/proof-list";
import { RefreshSoon } from "@/components/run/refresh-soon";
import { Verification } from "@/components/run/verification";
import { afterAdvice, proofLines, verificationVerdict } from "@/lib/operations/verification-words";
import { releaseRun, signOff, undoRun } from "../actions";
import { loadRun, loadVerification } from "../load";

/** What follows a run that has ended: its verification, its proofs, the way back, the sign-off. */
export async function AfterRun({ id }: { readonly id: string }) {
  const { run, database, me } = await loadRun(id);
  if (run.active) {
    if (run.state !== "in doubt") return null;
    return me.mayEndSessions ? (
      <ReleaseCard runId={id} action={releaseRun} />
    ) : (
      <p className="text-muted text-sm">
        Until it is settled nothing else runs on this database. Where nobody will ever know, an approver lets
        others run from this page.
      </p>
    );
  }
  const changed = run.state === "committed" || run.state === "partly applied";
  const verification = await loadVerification(id);
  const { check, differences, proofs } = verification;
  const verdict = verificationVerdict(verification);
  const lines = proofLines(verification);
  return (
    <>
      {changed && (
        <Verification
          verdict={verdict.sentence}
          tone={verdict.tone}
          rows={differences}
          databasePath={`/databases/${database.slug}`}
          reportPath={`/api/runs/${id}/report`}
        >
          {check === null && <RefreshSoon />}
          {check !== null && check.finishedAt === null && <RunningCheck check={check} />}
        </Verification>
      )}
      {lines.length > 0 && (
        <ProofList
          lines={lines}
          tables={proofs.flatMap(({ tables }) =>
            tables.map((table) => ({
              ...table,
              counted: table.method === "counted",
              columns: table.columns.map((column) => ({ ...column, sum: column.after.sum })),
            })),
          )}
        />
      )}
      {run.state === "committed" && <AdviceCard advice={afterAdvice} />}
      {changed && (
        <UndoCard
          runId={id}
          action={undoRun}
          plan={verification.undoPlan}
          lost={verification.lost}
          mayPlan={me.mayRun}
        />
      )}
      <SignOffCard runId={id} action={signOff} signedOff={run.signedOff} maySign={me.mayRun} />
    </>
  );
}
