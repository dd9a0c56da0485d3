import { Link } from "@/components/ui/link";
import type { RunPageData } from "@/lib/operations/read-run";

/** The run that a run goes on from, and the one that goes on from it, in the words of its heading. */
export function LinkedRuns({
  resumes,
  steps,
  resumedBy,
}: Pick<RunPageData, "resumes" | "steps" | "resumedBy">) {
  return (
    <>
      {resumes !== null && (
        <>
          {" "}
          · goes on from {linkTo(resumes.id)}, which did {resumes.stepsDone} of {steps} steps
        </>
      )}
      {resumedBy !== null && <> · resumed by {linkTo(resumedBy)}</>}
    </>
  );
}

const linkTo = (id: string) => (
  <Link href={`/runs/${id}`} className="text-link underline underline-offset-2">
    {id}
  </Link>
);
