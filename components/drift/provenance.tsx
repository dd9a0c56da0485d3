import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";

interface ProvenanceProps {
  readonly expected: {
    /** `Alembic history, prisma/demo/upgrade-head.sql`. */
    readonly source: string;
    /** The line that declares the object; null where it was not found. */
    readonly location: {
      readonly path: string;
      readonly line: number;
      readonly revision?: string;
    } | null;
    /** Why the source could not be looked into. */
    readonly problem: string | null;
    /** `18.4`: the scratch server in which the source was run, or the server that is the source. */
    readonly builtOn: string;
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
    <dl className="grid gap-x-6 gap-y-3 text-sm">
      <div className="min-w-0">
        <dt className="font-medium">Expected</dt>
        <dd className="text-muted [overflow-wrap:anywhere]">
          {visible(expected.source)}, read back from Postgres {expected.builtOn}
        </dd>
        {expected.location !== null && (
          <dd className="mt-1 text-muted [overflow-wrap:anywhere]">
            Declared at{" "}
            <bdi className="name text-ink">
              {visible(`${expected.location.path}:${expected.location.line}`)}
            </bdi>
            {expected.location.revision !== undefined && (
              <>
                {" "}
                in revision <bdi className="name text-ink">{visible(expected.location.revision)}</bdi>
              </>
            )}
          </dd>
        )}
        {expected.problem !== null && (
          <dd className="mt-1 text-muted [overflow-wrap:anywhere]">
            The line could not be looked up: {visible(expected.problem)}
          </dd>
        )}
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
