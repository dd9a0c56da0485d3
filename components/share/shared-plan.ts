import { hazards as hazardWords } from "@/lib/plan/hazards";
import { visible } from "@/lib/postgres/identity";
import type { HazardCode } from "@/lib/postgres/statement";
import { visibleText } from "@/lib/postgres/visible-lines";
import { describeReported } from "@/lib/report/describe-report";
import type { ReportedPlan } from "@/lib/report/report";
import { type Html, html } from "./html";

const isHazard = (code: string): code is HazardCode => Object.hasOwn(hazardWords, code);

/** `Data is lost`. */
const hazardTitle = (code: string): string => (isHazard(code) ? hazardWords[code].title : code);

/** The statements of a plan with what they do to others, and what takes them back. */
export function sharedPlan(plan: ReportedPlan): readonly Html[] {
  return [
    statements("Statements", plan.statements),
    plan.manual.length === 0
      ? html``
      : html`<section class="card"><h2>Left to be done by hand</h2><ul class="pad">${plan.manual.map(
          ({ object, reason }) =>
            html`<li class="wrap"><span class="name">${describeReported(object)}</span>: ${visible(reason)}</li>`,
        )}</ul></section>`,
    plan.undo.statements.length === 0
      ? html``
      : html`<section class="card"><details><summary><span></span><span class="what"><b>Undo</b> <span class="faint">${plan.undo.statements.length} statements</span></span></summary><div class="inside"><pre>${visibleText(plan.undo.statements.map(({ sql }) => `${sql};`).join("\n"))}</pre>${plan.undo.lost.map(({ reason }) => html`<p class="wrap">${visible(reason)}</p>`)}</div></details></section>`,
  ];
}

/** Statements in their order, each with its lock and hazards; `after` says how each one ended. */
export function statements(
  title: string,
  list: ReportedPlan["statements"],
  after: (position: number) => Html | null = () => null,
): Html {
  if (list.length === 0) return html``;
  return html`<section class="card"><h2>${title}</h2><ol class="steps">${list.map(
    (each, position) =>
      html`<li><div><pre>${visibleText(each.sql)};</pre><p class="chips">${after(position)}${each.lock !== null && html`<span class="chip">${each.lock}</span>`}${each.rewrite && html`<span class="chip">rewrites the table</span>`}${each.transaction !== "inside" && html`<span class="chip">${each.transaction === "outside" ? "outside a transaction" : "ends a transaction"}</span>`}${each.hazards.map(
        ({ code, detail }) =>
          html`<span class="chip ${code === "data-loss" ? "critical" : "medium"}">${hazardTitle(code)}${detail !== undefined && `: ${visible(detail)}`}</span>`,
      )}</p></div></li>`,
  )}</ol></section>`;
}
