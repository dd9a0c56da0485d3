import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";

interface ProvenanceProps {
  readonly expected: {
    /** `Alembic history, versions/0003_users.py`. */
    readonly source: string;
    /** `built by running 31 revisions in a scratch Postgres 15.18`. */
    readonly how: string;
  };
  readonly actual: {
    /** ISO 8601: when the catalog was read. */
    readonly readAt: string;
    readonly role: string;
    /** `15.18`. */
    readonly serverVersion: string;
  };
}

/** Where each side comes from. */
export function Provenance({ expected, actual }: ProvenanceProps) {
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
      <div className="min-w-0">
        <dt className="font-medium">Expected</dt>
        <dd className="text-muted [overflow-wrap:anywhere]">
          {visible(expected.source)}, {expected.how}
        </dd>
      </div>
      <div className="min-w-0">
        <dt className="font-medium">Actual</dt>
        <dd className="text-muted [overflow-wrap:anywhere]">
          Catalog of Postgres {actual.serverVersion}, read <Time value={actual.readAt} /> as role{" "}
          <bdi className="name text-ink">{visible(actual.role)}</bdi>
        </dd>
      </div>
    </dl>
  );
}
