import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";

interface CheckedStatusProps {
  /** The last check that compared. */
  readonly check: { readonly id: string; readonly finishedAt: Date | null } | null;
  /** The page of the database. */
  readonly path: string;
  /** True when that is longer ago than it may be. */
  readonly stale?: boolean;
}

/** How fresh a page is, and the way to the check it rests on. */
export function CheckedStatus({ check, path, stale = false }: CheckedStatusProps) {
  if (!check?.finishedAt) return <>Never checked</>;
  return (
    <Link
      href={`${path}/checks/${check.id}`}
      className="rounded underline decoration-line-strong underline-offset-2 hover:text-ink"
    >
      Checked <Time value={check.finishedAt.toISOString()} />
      {stale && <strong className="font-semibold text-ink"> — stale</strong>}
    </Link>
  );
}
