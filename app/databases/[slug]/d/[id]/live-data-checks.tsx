import { DataChecks } from "@/components/drift/data-checks";
import { checkData } from "@/lib/operations/check-data";
import { requestContext } from "@/lib/operations/request-context";
import { AppError } from "@/lib/postgres/app-error";
import type { Preflight } from "@/lib/postgres/statement";
import type { Database } from "@/lib/store/databases";

interface LiveDataChecksProps {
  readonly database: Database;
  readonly preflights: readonly Preflight[];
  /** True asks the questions that read a lot as well. */
  readonly dear: boolean;
  readonly dearHref: string;
}

/** Asks the rows of the live database. The page does not wait for it. */
export async function LiveDataChecks({ database, preflights, dear, dearHref }: LiveDataChecksProps) {
  const unasked = preflights.map((preflight) => ({ preflight, outcome: null }));
  try {
    const checks = await checkData(await requestContext(), database, preflights, dear);
    if (!checks.asked) return <DataChecks checks={unasked} note={checks.message} />;
    return (
      <DataChecks checks={checks.results} at={checks.at.toISOString()} {...(dear ? {} : { dearHref })} />
    );
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not-allowed")) throw error;
    return <DataChecks checks={unasked} note="Answers of rows are not shown to your role." />;
  }
}
