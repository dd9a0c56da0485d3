import type { Proof } from "../apply/proof";
import type { Verification } from "./read-verification";

/** The sentence that sums a verification up. */
export function verificationVerdict(verification: Verification): {
  readonly sentence: string;
  readonly tone: "ok" | "wrong" | "open";
} {
  const { run, check, differences } = verification;
  if (run.outcome === null || run.state === "rolled back")
    return { sentence: "Nothing was changed, so there is nothing to verify.", tone: "open" };
  if (check === null) return { sentence: "A fresh check is about to begin.", tone: "open" };
  if (check.state === "queued" || check.state === "running")
    return { sentence: "Verifying: the database is being checked…", tone: "open" };
  if (check.state !== "done")
    return { sentence: `The check after the run did not finish (${check.id}). Check again.`, tone: "wrong" };
  const chosen = differences.filter(({ outcome }) => outcome !== "new");
  const gone = chosen.filter(({ outcome }) => outcome === "gone").length;
  const fresh = differences.length - chosen.length;
  const ok = gone === chosen.length && fresh === 0;
  return {
    sentence: `${ok ? "Verified: " : ""}${gone} of ${chosen.length} differences are gone, ${fresh} new.`,
    tone: ok ? "ok" : "wrong",
  };
}

/** What was shown, one sentence each. */
export function proofLines(
  verification: Verification,
): readonly { readonly holds: boolean; readonly sentence: string }[] {
  const { proofs, analysed, run, transactions } = verification;
  const lines = proofs.flatMap((proof, position) =>
    linesOf(proof, proofs.length > 1 ? `Transaction ${position + 1}: ` : ""),
  );
  if (analysed.of > 0)
    lines.push({
      holds: analysed.done === analysed.of,
      sentence:
        analysed.done === analysed.of
          ? `ANALYZE was run on ${analysed.of} changed ${analysed.of === 1 ? "table" : "tables"}.`
          : `ANALYZE was run on ${analysed.done} of ${analysed.of} changed tables. Run it on the others: their statistics are gone.`,
    });
  if (run.state === "committed")
    for (const xid of transactions) lines.push({ holds: true, sentence: `Committed as transaction ${xid}.` });
  return lines;
}

function linesOf(proof: Proof, prefix: string): { readonly holds: boolean; readonly sentence: string }[] {
  const gone = proof.differences.filter(({ outcome }) => outcome === "gone").length;
  const counted = proof.tables.filter(({ method }) => method === "counted");
  const converted = counted.flatMap(({ columns }) => columns);
  const wrong = converted.filter(({ outcome }) => outcome === "differs").length;
  const inAll = proof.differences.length;
  return [
    {
      holds: gone === inAll,
      // A step of several may be one that only prepares.
      sentence:
        inAll === 0
          ? `${prefix}It prepares later steps: no difference was to be gone with it.`
          : `${prefix}Before COMMIT ${gone} of ${inAll} ${inAll === 1 ? "difference was" : "differences were"} gone.`,
    },
    {
      holds: proof.unplanned.length === 0,
      sentence:
        proof.unplanned.length === 0
          ? `${prefix}Nothing else changed: owners, grants, comments, options, validated constraints and valid indexes are as planned.`
          : `${prefix}${proof.unplanned.length} objects were not as planned.`,
    },
    {
      holds: proof.tables.every(({ equal }) => equal),
      sentence:
        counted.length === 0
          ? `${prefix}No table was written anew, so no row can have changed.`
          : `${prefix}Row counts of ${counted.length} tables written anew are equal before and after: ${proof.rowsProven.replace(/\B(?=(\d{3})+(?!\d))/g, ",")} rows.`,
    },
    ...(converted.length === 0
      ? []
      : [
          {
            holds: wrong === 0,
            sentence: `${prefix}Checksums of ${converted.length} converted columns are ${wrong === 0 ? "equal" : "not all equal"}, whatever the order of the rows.`,
          },
        ]),
  ];
}

/** What to do about what still remembers the schema of before. */
export const afterAdvice: readonly string[] = [
  "Sessions that are open keep plans of prepared statements: the first use after the change may answer “cached plan must not change result type” (0A000). Restart the application, or have its drivers prepare anew.",
  "Poolers that prepare for others (PgBouncer with max_prepared_statements) keep such plans too: RECONNECT there.",
  "Statistics of converted columns were made anew by ANALYZE. Extended statistics and pg_stat_statements count on from here.",
];
