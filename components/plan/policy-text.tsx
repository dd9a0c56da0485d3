interface PolicyTextProps {
  readonly policy: {
    readonly approvals: number;
    readonly selfApproval: boolean;
    readonly windowRequired: boolean;
    readonly rehearsalRequired: boolean;
    readonly longestLockSeconds: number | null;
    readonly approvalHours: number;
  };
}

/** A policy for who may only read it. */
export function PolicyText({ policy }: PolicyTextProps) {
  const lines = [
    policy.approvals === 0
      ? "No approval is needed."
      : `${policy.approvals} ${policy.approvals === 1 ? "person has" : "people have"} to approve a plan.`,
    policy.selfApproval ? "Who made a plan may approve it." : "Who made or requested a plan does not count.",
    `An approval holds ${policy.approvalHours} h.`,
    policy.windowRequired ? "Runs happen in windows only." : "Runs need no window.",
    policy.rehearsalRequired ? "A rehearsal comes first." : "No rehearsal is needed.",
    policy.longestLockSeconds === null
      ? "Locks may last as long as they take."
      : `Locks may last ${policy.longestLockSeconds} s by estimate.`,
  ];
  return (
    <>
      <ul className="grid list-disc gap-1 pl-5 text-sm">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="mt-3 text-muted text-sm">Owners can change it.</p>
    </>
  );
}
