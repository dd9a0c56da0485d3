import { ChangeCodeAction } from "@/components/drift/change-code-action";
import { CheckVerdict } from "@/components/drift/check-verdict";
import { DriftList } from "@/components/drift/drift-list";
import { FindingsCard } from "@/components/drift/findings-card";
import type { ListView } from "@/components/drift/list-view";
import type { ListedDifference } from "@/components/drift/listed-difference";
import { MakePlanActions } from "@/components/plan/make-plan-actions";
import type { CheckResult } from "@/lib/store/checks";
import { makePlan } from "../../plans/actions";
import { openCodeChange } from "./code/actions";

interface FoundProps {
  readonly check: { readonly finishedAt: Date; readonly result: CheckResult };
  readonly differences: readonly ListedDifference[];
  readonly slug: string;
  readonly view: ListView;
  readonly mayPlan: boolean;
  /** True where that no longer says how the database is. */
  readonly past: boolean;
}

/** What the last comparison of a database found, and what can be made of it. */
export function Found({ check: { finishedAt, result }, differences, slug, view, mayPlan, past }: FoundProps) {
  const path = `/databases/${slug}`;
  return (
    <>
      <CheckVerdict
        result={result}
        differences={differences}
        checkedAt={finishedAt.toISOString()}
        path={path}
        past={past}
      />
      <FindingsCard findings={result.findings} differencePath={`${path}/d`} />
      {differences.length > 0 && (
        <DriftList
          path={path}
          differencePath={`${path}/d`}
          view={view}
          differences={differences}
          selectionActions={
            <>
              {mayPlan && <MakePlanActions action={makePlan} slug={slug} />}
              <ChangeCodeAction action={openCodeChange} slug={slug} />
            </>
          }
        />
      )}
    </>
  );
}
