import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { planScript } from "@/lib/plan/script";

/** The whole plan as a script for psql. */
export function SqlTab({ overview: { plan } }: { readonly overview: PlanOverview }) {
  const script = planScript(plan.content);
  return (
    <Card
      id="sql"
      title="The whole script"
      description="The statements as they run. By hand, in psql, they come without the locks up front and without the proof before COMMIT."
      actions={
        <>
          <CopyButton text={script} label="Copy SQL" look="secondary" shortcut="copy-sql" />
          <a href={`/plans/${plan.id}/script`} download className={buttonClasses("secondary", "small")}>
            Download .sql
          </a>
        </>
      }
    >
      <CodeBlock sql={script} label={`Script of ${plan.id}`} lineNumbers copyable={false} />
    </Card>
  );
}
