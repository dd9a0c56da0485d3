import { PlannedFix } from "@/components/drift/planned-fix";
import { SqlSides } from "@/components/drift/sql-sides";
import { WhyItMatters } from "@/components/drift/why-it-matters";
import { whyItMatters } from "@/lib/drift/describe";
import { printObject } from "@/lib/plan/print-object";
import type { DifferencePageData } from "../../../load";
import type { DifferenceView } from "./difference-view";

interface DifferenceItselfProps {
  readonly page: DifferencePageData;
  readonly view: DifferenceView;
}

/** Both sides, what follows from their difference, and what would remove it. */
export function DifferenceItself({ page, view }: DifferenceItselfProps) {
  const { difference, expected, actual, fix, open } = page;
  // The same object may stand under another name in the database.
  const present = difference.type === "missing" ? difference.object : difference.actual;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      <SqlSides
        difference={difference}
        view={view.sides}
        hrefs={{
          table: view.with({ view: "table" }),
          split: view.with({ view: "split" }),
          unified: view.with({ view: "unified" }),
        }}
        expectedSql={printObject(difference.object, expected, difference.includes)}
        actualSql={printObject(present, actual, difference.includes)}
      />
      <WhyItMatters reasons={whyItMatters(difference)} />
      {open && <PlannedFix outcome={fix} all={view.wholeFix} allHref={view.with({ fix: "all" })} />}
    </div>
  );
}
