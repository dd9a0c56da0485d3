import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { describeSuggestion } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import type { ListedDifference } from "./listed-difference";

interface RenamedCardProps {
  readonly difference: Difference;
  /** Every difference of the same check. */
  readonly siblings: readonly ListedDifference[];
  /** The page of the list. */
  readonly list: string;
}

/** That a missing and an unexpected object may be one under two names. Nothing is renamed unless a person says so. */
export function RenamedCard({ difference, siblings, list }: RenamedCardProps) {
  const id = difference.perhapsRenamed?.difference;
  const other = siblings.find((sibling) => sibling.difference.id === id)?.difference;
  if (other === undefined) return null;
  const [missing, unexpected] = difference.type === "missing" ? [difference, other] : [other, difference];
  return (
    <Card id="renamed" title="Perhaps renamed">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm">
        <p className="[overflow-wrap:anywhere]">{describeSuggestion(missing, unexpected)}.</p>
        <p>
          Creating the one and dropping the other would lose its data.{" "}
          <Link href={`${list}/d/${other.id}`} className="text-link underline underline-offset-2">
            Open {other.id}
          </Link>
          , compare, and where they are one, plan the rename on the command line:
        </p>
        <CodeBlock
          sql={`plumbline plan --database … --expected … --rename ${missing.id}=${unexpected.id}`}
          label="Command that plans the rename"
        />
      </div>
    </Card>
  );
}
