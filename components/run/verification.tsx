import { CircleCheck, CircleX, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { ObjectName } from "@/components/drift/object-name";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { type Identity, visible } from "@/lib/postgres/identity";

/** What became of one difference. */
export interface VerifiedRow {
  readonly id: string;
  readonly object: Identity;
  readonly sentence: string;
  readonly outcome: "gone" | "still there" | "new";
}

interface VerificationProps {
  /** The sentence that sums it up; what is still being looked at says so. */
  readonly verdict: string;
  readonly tone: "ok" | "wrong" | "open";
  readonly rows: readonly VerifiedRow[];
  readonly databasePath: string;
  /** Stands above the table: the check that is running. */
  readonly children?: ReactNode;
  readonly reportPath: string;
}

const looks = {
  gone: { icon: CircleCheck, word: "Gone", className: "text-ok" },
  "still there": { icon: CircleX, word: "Still there", className: "text-critical" },
  new: { icon: Plus, word: "New", className: "text-high" },
} as const;

/** So many rows are shown whatever became of them; of more, those that are not gone, up to `most`. */
const first = 8;
const most = 50;

/** Each difference the run was to remove, before and after, by the check that was made since. */
export function Verification(props: VerificationProps) {
  const { verdict, tone, rows, databasePath, children, reportPath } = props;
  const order = { "still there": 0, new: 1, gone: 2 } as const;
  const sorted = rows.toSorted((one, other) => order[one.outcome] - order[other.outcome]);
  // What is not gone has to be seen; of many that are gone, a line is enough.
  const few = sorted.length <= first;
  const open = few ? sorted : sorted.filter(({ outcome }) => outcome !== "gone").slice(0, most);
  const folded = sorted.slice(open.length);
  const remain = rows.some(({ outcome }) => outcome !== "gone");
  return (
    <Card
      id="verify"
      title="Verification"
      flush
      actions={
        <>
          {remain && <LinkButton href={databasePath}>Make plan</LinkButton>}
          <a
            className="text-link text-sm underline underline-offset-2"
            href={`${reportPath}?format=markdown`}
          >
            Report (Markdown)
          </a>
          <a className="text-link text-sm underline underline-offset-2" href={`${reportPath}?format=json`}>
            Report (JSON)
          </a>
        </>
      }
    >
      <p
        className={classNames(
          "border-b px-4 py-3 font-semibold",
          tone === "ok" && "text-ok",
          tone === "wrong" && "text-critical",
        )}
      >
        {verdict}
      </p>
      {children !== undefined && <div className="border-b px-4 py-3 empty:hidden">{children}</div>}
      {open.length > 0 && <Rows rows={open} databasePath={databasePath} caption="Differences" />}
      {folded.length > 0 && (
        <details className="text-sm">
          <summary className="px-4 py-2.5 text-muted hover:text-ink">
            <span className="underline decoration-line-strong underline-offset-2">
              {open.length === 0
                ? `Each of the ${folded.length.toLocaleString("en")} differences`
                : `Show the other ${folded.length.toLocaleString("en")}`}
            </span>
          </summary>
          <Rows
            rows={folded}
            databasePath={databasePath}
            caption={open.length === 0 ? "Differences" : "More differences"}
          />
        </details>
      )}
    </Card>
  );
}

interface RowsProps {
  readonly rows: readonly VerifiedRow[];
  readonly databasePath: string;
  readonly caption: string;
}

function Rows({ rows, databasePath, caption }: RowsProps) {
  return (
    <Table stacks caption={caption}>
      <thead>
        <tr>
          <ColumnHeading>Object</ColumnHeading>
          <ColumnHeading>Before</ColumnHeading>
          <ColumnHeading>After</ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, object, sentence, outcome }) => {
          const { icon: Icon, word, className } = looks[outcome];
          return (
            <tr key={id}>
              <RowHeading>
                <Link href={`${databasePath}/d/${id}`} className="hover:underline">
                  <ObjectName object={object} />
                </Link>
              </RowHeading>
              <Cell label="Before" className="min-w-52 text-muted [overflow-wrap:anywhere]">
                {outcome === "new" ? "not there" : visible(sentence)}
              </Cell>
              <Cell label="After" className={classNames("whitespace-nowrap", className)}>
                <span className="inline-flex items-center gap-1.5">
                  <Icon aria-hidden className="size-4" />
                  {word}
                </span>
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
