import { type ReactNode, Suspense } from "react";
import { DataChecks } from "@/components/drift/data-checks";
import { type FixView, fixViews } from "@/components/drift/fix-view";
import { PlannedFix } from "@/components/drift/planned-fix";
import { SqlSides } from "@/components/drift/sql-sides";
import { WhyItMatters } from "@/components/drift/why-it-matters";
import { whyItMatters } from "@/lib/drift/describe";
import { changeCodeOfDifference } from "@/lib/operations/change-code-of-difference";
import { printObject } from "@/lib/plan/print-object";
import { load } from "../../../../load";
import type { DifferencePageData } from "../../../load";
import { choiceParameter } from "../../code/choice";
import { DifferenceDependants } from "./difference-dependants";
import type { DifferenceView } from "./difference-view";
import { fixImpact } from "./fix-impact";
import { LiveDataChecks } from "./live-data-checks";

type FixHrefs = { readonly [V in FixView]: string };

interface DifferenceItselfProps {
  readonly page: DifferencePageData;
  readonly view: DifferenceView;
  /** The page of the list. */
  readonly list: string;
  /** Which side is right: asked before the fix is read. */
  readonly decision: ReactNode;
}

/** Both sides, what follows from their difference, and what would remove it. */
export async function DifferenceItself({ page, view, list, decision }: DifferenceItselfProps) {
  const { difference, expected, actual, fix, open } = page;
  // The same object may stand under another name in the database.
  const present = difference.type === "missing" ? difference.object : difference.actual;
  const actualSql = printObject(present, actual, difference.includes);
  const code =
    open && view.fix === "code" ? await load((context) => changeCodeOfDifference(context, page)) : null;
  const preflights = fix.made ? fix.plan.statements.flatMap(({ preflight = [] }) => preflight) : [];
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
        actualSql={actualSql}
        all={view.allLines}
        allHref={view.with({ view: view.sides === "table" ? "unified" : view.sides, lines: "all" })}
      />
      {view.graph && <DifferenceDependants page={page} view={view} list={list} />}
      <WhyItMatters reasons={whyItMatters(difference)} />
      {open && decision}
      {open && (
        <PlannedFix
          outcome={fix}
          before={actualSql}
          code={
            code && {
              ...code,
              download: `/databases/${page.database.slug}/code/download?d=${choiceParameter([difference.id])}`,
            }
          }
          view={view.fix}
          impact={fix.made ? fixImpact(page, fix.plan) : null}
          hrefs={Object.fromEntries(fixViews.map((each) => [each, view.with({ fix: each })])) as FixHrefs}
          all={view.allStatements}
          allHref={view.with({ statements: "all" })}
        />
      )}
      {open && preflights.length > 0 && (
        <Suspense
          fallback={
            <DataChecks
              checks={preflights.map((preflight) => ({ preflight, outcome: null }))}
              note="Asking the database…"
            />
          }
        >
          <LiveDataChecks
            database={page.database}
            preflights={preflights}
            dear={view.dearQuestions}
            dearHref={view.with({ ask: "all" })}
          />
        </Suspense>
      )}
    </div>
  );
}
