import { visible } from "@/lib/postgres/identity";
import { describeReported, momentText } from "@/lib/report/describe-report";
import type { ReportOf } from "@/lib/report/report";
import { type Html, html } from "./html";
import { statements } from "./shared-plan";

const tones = { applied: "ok", "rolled back": "", "not run": "", "in doubt": "critical" };

/** How a run went: when, each statement's end, and what became of the differences. */
export function sharedRun(report: ReportOf<"run">): readonly Html[] {
  const outcomes = new Map(report.statements.map((each) => [each.statement, each]));
  return [
    html`<section class="card"><h2>This run</h2><div class="pad"><p>Plan ${report.planId}, started by ${visible(report.by)} at ${momentText(report.startedAt)}${report.finishedAt !== null && `, ended at ${momentText(report.finishedAt)}`}${report.lockedMilliseconds !== null && `; tables were locked for ${report.lockedMilliseconds.toLocaleString("en")} ms`}.</p>${report.next !== "" && html`<p>${visible(report.next)}</p>`}${report.signedOff !== null && html`<p class="wrap">Signed off by ${visible(report.signedOff.by)} at ${momentText(report.signedOff.at)}. ${visible(report.signedOff.note ?? "")}</p>`}</div></section>`,
    report.proofs.length === 0
      ? html``
      : html`<section class="card"><h2>Verification</h2><div class="pad scroll"><table><thead><tr><th scope="col">Difference</th><th scope="col">Outcome</th></tr></thead><tbody>${report.proofs.map(
          ({ id, object, outcome }) =>
            html`<tr><th scope="row"><span class="name">${describeReported(object)}</span> <span class="faint">${id}</span></th><td><span class="chip ${outcome === "gone" ? "ok" : "high"}">${outcome}</span></td></tr>`,
        )}</tbody></table></div></section>`,
    statements("Statements", report.plan.statements, (position) => {
      const { outcome, milliseconds } = outcomes.get(position) ?? {
        outcome: "not run" as const,
        milliseconds: null,
      };
      return html`<span class="chip ${tones[outcome]}">${outcome}${milliseconds !== null && ` in ${milliseconds.toLocaleString("en")} ms`}</span>`;
    }),
  ];
}
