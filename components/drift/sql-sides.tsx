import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { SqlDiff } from "@/components/ui/sql-diff";
import type { Difference } from "@/lib/drift/difference";
import { displayName } from "@/lib/postgres/identity";
import { PropertyTable } from "./property-table";

/** Ways to see both sides, in the order of the `V` key. */
export const sqlViews = ["table", "split", "unified"] as const;

export type SqlView = (typeof sqlViews)[number];

interface SqlSidesProps {
  readonly difference: Difference;
  readonly view: SqlView;
  /** The address of each view. */
  readonly hrefs: { readonly [V in SqlView]: string };
  /** Both sides printed by the same printer; null where the object does not exist on that side. */
  readonly expectedSql: string | null;
  readonly actualSql: string | null;
  /** True where long stretches of equal lines are shown too. */
  readonly all: boolean;
  /** The address of that. */
  readonly allHref: string;
}

const labels: { readonly [V in SqlView]: string } = {
  table: "Table",
  split: "SQL split",
  unified: "SQL unified",
};

/** Expected and actual: as properties, as SQL side by side, or as one text. */
export function SqlSides({ difference, view, hrefs, expectedSql, actualSql, all, allHref }: SqlSidesProps) {
  const name = displayName(difference.object);
  const segments = sqlViews.map((value) => ({
    href: hrefs[value],
    label: labels[value],
    current: value === view,
  }));
  return (
    <Card
      id="sides"
      title="Expected and actual"
      flush
      actions={
        <>
          {expectedSql !== null && (
            <CopyButton text={expectedSql} label="Copy expected SQL" iconOnly shortcut="copy-sql" />
          )}
          <SegmentedLinks label="View" segments={segments} shortcut="view" />
        </>
      }
    >
      {view === "table" ? (
        <PropertyTable difference={difference} allHref={allHref} />
      ) : (
        <div className="p-3">
          {expectedSql !== null && actualSql !== null ? (
            <SqlDiff
              expected={expectedSql}
              actual={actualSql}
              label={`Definition of ${name}`}
              view={view}
              {...(all ? {} : { allHref })}
            />
          ) : (
            <OneSide name={name} expectedSql={expectedSql} actualSql={actualSql} />
          )}
        </div>
      )}
    </Card>
  );
}

interface OneSideProps {
  readonly name: string;
  readonly expectedSql: string | null;
  readonly actualSql: string | null;
}

function OneSide({ name, expectedSql, actualSql }: OneSideProps) {
  const sql = expectedSql ?? actualSql;
  if (sql === null)
    return <p className="text-muted text-sm">The definition of {name} cannot be printed as SQL.</p>;
  return (
    <>
      <p className="mb-2 text-muted text-sm">
        {expectedSql === null
          ? "Only the database has it. The source does not declare it."
          : "Only the source declares it. The database does not have it."}
      </p>
      <CodeBlock
        sql={sql}
        label={`${expectedSql === null ? "Actual" : "Expected"} definition of ${name}`}
        lineNumbers
      />
    </>
  );
}
