import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { Difference } from "@/lib/drift/difference";
import { countOf } from "./counting";
import { explainedByCause } from "./group-differences";
import { listHref } from "./list-view";
import type { ListedDifference } from "./listed-difference";
import { ObjectName } from "./object-name";

interface CauseCardProps {
  readonly difference: Difference;
  /** Every difference of the same check. */
  readonly siblings: readonly ListedDifference[];
  /** The page of the list. */
  readonly list: string;
}

/** Where a difference stands between its cause and what it causes. */
export function CauseCard({ difference, siblings, list }: CauseCardProps) {
  const cause = siblings.find((other) => other.difference.id === difference.cause)?.difference;
  const explains = explainedByCause(siblings).get(difference.id) ?? 0;
  if (cause === undefined && explains === 0) return null;
  return (
    <Card id="cause" title="Cause">
      <div className="grid gap-2 text-pretty text-sm">
        {cause !== undefined && (
          <p>
            Explained by{" "}
            <Link href={`${list}/d/${cause.id}`} className="rounded text-link underline underline-offset-2">
              <ObjectName object={cause.object} />
            </Link>
            . Fixing that one comes first.
          </p>
        )}
        {explains > 0 && (
          <p>
            It explains{" "}
            <Link
              href={listHref(list, { text: `cause:${difference.id}`, all: true })}
              className="rounded text-link underline underline-offset-2"
            >
              {countOf(explains, "other difference")}
            </Link>
            . Fixing it comes first.
          </p>
        )}
      </div>
    </Card>
  );
}
