import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { visible } from "@/lib/postgres/identity";

interface WindowOverlapsProps {
  readonly overlaps: readonly {
    readonly id: string;
    readonly name: string;
    readonly databases: readonly string[];
  }[];
}

/** Windows that are open at the same time on a same database: allowed, and worth knowing. */
export function WindowOverlaps({ overlaps }: WindowOverlapsProps) {
  return (
    <Card id="overlaps" title="Overlaps">
      <ul className="grid gap-1 text-sm">
        {overlaps.map(({ id, name, databases }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            Overlaps{" "}
            <Link href={`/windows/${id}`} className="text-link underline underline-offset-2">
              <bdi>{visible(name)}</bdi>
            </Link>{" "}
            on {databases.map(visible).join(", ")}.
          </li>
        ))}
      </ul>
    </Card>
  );
}
