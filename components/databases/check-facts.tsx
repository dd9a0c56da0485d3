import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { versionText } from "@/lib/postgres/version";
import { checkStates } from "./check-state";

interface CheckFactsProps {
  readonly check: {
    readonly state: keyof typeof checkStates;
    readonly requestedBy: string;
    readonly requestedAt: Date;
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
    readonly result: {
      readonly expectedFingerprint: string;
      readonly actualFingerprint: string;
      readonly serverVersion: number;
    } | null;
  };
  readonly source: string;
  readonly role: string;
}

/** Who asked for a check, when it ran, and the fingerprints of what it compared. */
export function CheckFacts({ check, source, role }: CheckFactsProps) {
  const { state, requestedBy, requestedAt, startedAt, finishedAt, result } = check;
  return (
    <Card id="check" title="This check">
      <dl className="grid gap-x-8 gap-y-2.5 text-sm sm:grid-cols-2">
        <Fact label="State">{checkStates[state]}</Fact>
        <Fact label="Asked for">
          <Time value={requestedAt.toISOString()} /> by {requestedBy}
        </Fact>
        <Fact label="Started">
          {startedAt === null ? "not yet" : <Time value={startedAt.toISOString()} />}
        </Fact>
        <Fact label="Ended">
          {finishedAt === null ? "not yet" : <Time value={finishedAt.toISOString()} />}
        </Fact>
        <Fact label="Expected from">{visible(source)}</Fact>
        <Fact label="Read as">
          <bdi className="name">{visible(role)}</bdi>
          {result !== null && `, Postgres ${versionText(result.serverVersion)}`}
        </Fact>
        {result !== null && (
          <>
            <Fact label="Fingerprint, expected">
              <code className="name">{result.expectedFingerprint}</code>
            </Fact>
            <Fact label="Fingerprint, actual">
              <code className="name">{result.actualFingerprint}</code>
            </Fact>
          </>
        )}
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{label}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
