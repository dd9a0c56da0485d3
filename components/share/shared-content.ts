import { isLongText } from "@/components/ui/pair-lines";
import { attributeLabel, longValue } from "@/lib/drift/describe";
import { severities } from "@/lib/kinds/severity";
import { displayName, visible } from "@/lib/postgres/identity";
import { visibleText } from "@/lib/postgres/visible-lines";
import { changeText, describeReported, headline, objectOf } from "@/lib/report/describe-report";
import type { ReportedAbout, ReportedDifference, ReportOf, SharedReport } from "@/lib/report/report";
import { stateOf } from "@/lib/report/report-markdown";
import { changedLines } from "./changed-lines";
import { type Html, html } from "./html";
import { sharedPlan } from "./shared-plan";
import { sharedRun } from "./shared-run";

/** What a shared page tells of its subject. */
export function sharedContent(report: SharedReport): readonly Html[] {
  const comments = sharedComments(report);
  switch (report.subject) {
    case "drift":
      return [...driftContent(report), comments];
    case "difference":
      return [...differenceContent(report), comments];
    case "plan":
      return [verdict(report, null), ...sharedPlan(report.plan), comments];
    case "run":
      return [verdict(report, report.state === "committed"), ...sharedRun(report), comments];
  }
}

/** One sentence; `good` decides its colour, null leaves it grey. */
function verdict(report: SharedReport, good: boolean | null, more: Html | null = null): Html {
  const tone = good === null ? "" : good ? " good" : " bad";
  return html`<section class="card verdict${tone}" aria-label="Verdict"><div class="pad"><p>${visible(headline(report))}</p>${more}</div></section>`;
}

function driftContent(report: SharedReport & ReportOf<"drift">): readonly Html[] {
  const { drift, about } = report;
  const around = new Map(about.map((each) => [each.id, each]));
  const counts = severities.filter((severity) => (drift.counts.bySeverity[severity] ?? 0) > 0);
  const causes = causesOf(drift.differences);
  return [
    verdict(
      report,
      drift.verdict === "unknown" ? null : drift.verdict === "clean",
      counts.length === 0
        ? null
        : html`<ul class="counts">${counts.map((severity) => html`<li class="chip ${severity}">${drift.counts.bySeverity[severity] ?? 0} ${severity}</li>`)}</ul>`,
    ),
    causes.length === 0
      ? html``
      : html`<section class="card"><h2>Causes</h2><ul class="pad">${causes.map(
          ({ cause, count }) =>
            html`<li class="wrap"><span class="name">${describeReported(objectOf(cause))}</span>: ${visible(changeText(cause))}. Explains ${count} of the others.</li>`,
        )}</ul></section>`,
    drift.differences.length === 0
      ? html``
      : html`<section class="card"><h2>Differences</h2><div>${drift.differences.map((each) => differenceDetails(each, around.get(each.id)))}</div></section>`,
    drift.findings.length === 0
      ? html``
      : html`<section class="card"><h2>Findings</h2><div>${drift.findings.map(
          (each) =>
            html`<details><summary><span class="chip ${each.severity}">${each.severity}</span><span class="what">${visible(each.sentence)}</span></summary><div class="inside"><p>${visible(each.why)}</p><p>${visible(each.remedy)}</p></div></details>`,
        )}</div></section>`,
    coverage(report),
  ];
}

function causesOf(
  differences: readonly ReportedDifference[],
): readonly { readonly cause: ReportedDifference; readonly count: number }[] {
  const explained = new Map<string, number>();
  for (const { cause } of differences)
    if (cause !== undefined) explained.set(cause, (explained.get(cause) ?? 0) + 1);
  return differences.flatMap((cause) => {
    const count = explained.get(cause.id);
    return count === undefined ? [] : [{ cause, count }];
  });
}

function differenceDetails(each: ReportedDifference, about: ReportedAbout | undefined): Html {
  return html`<details id="${each.id}"><summary><span class="chip ${each.severity}">${each.severity}</span><span class="what"><span class="name">${displayName(objectOf(each))}</span> <span class="faint">${each.kind}</span></span><span class="change">${visible(shorten(changeText(each)))}</span></summary><div class="inside">${differenceBody(each, about)}</div></details>`;
}

function differenceBody(each: ReportedDifference, about: ReportedAbout | undefined): readonly Html[] {
  return [
    ...(about?.why ?? []).map((reason) => html`<p>${visible(reason)}</p>`),
    each.attributes.length === 0 ? html`` : attributeTable(each),
    each.includes.length === 0
      ? html``
      : html`<p class="wrap">Comes with ${each.includes.slice(0, 30).map((object, position) => html`${position === 0 ? "" : ", "}<span class="name">${visible(object.name)}</span>`)}${each.includes.length > 30 && ` and ${each.includes.length - 30} more`}.</p>`,
    html`<p class="faint">${[
      each.id,
      each.type,
      `decision: ${stateOf(each, about)}`,
      ...(about === undefined
        ? []
        : [
            `found by ${about.checks} ${about.checks === 1 ? "check" : "checks"} since ${about.firstSeenAt.slice(0, 10)}`,
          ]),
      ...(about?.rows == null ? [] : [`about ${about.rows.toLocaleString("en")} rows`]),
      ...(each.cause === undefined ? [] : [`because of ${each.cause}`]),
    ].join(" · ")}</p>`,
    about?.decision?.reason == null ? html`` : html`<p class="wrap">${visible(about.decision.reason)}</p>`,
  ];
}

function attributeTable(each: ReportedDifference): Html {
  return html`<div class="scroll"><table><thead><tr><th scope="col">Property</th><th scope="col">Expected</th><th scope="col">Actual</th></tr></thead><tbody>${each.attributes.map(
    (change) => {
      const label = attributeLabel(each.kind, change.attribute);
      const expected = longValue(each.kind, change.attribute, change.expected);
      const actual = longValue(each.kind, change.attribute, change.actual);
      return [expected, actual].some(isLongText)
        ? html`<tr><th scope="row">${label}</th><td colspan="2">${changedLines(expected, actual)}</td></tr>`
        : html`<tr><th scope="row">${label}</th><td class="name">${lines(expected)}</td><td class="name">${lines(actual)}</td></tr>`;
    },
  )}</tbody></table></div>`;
}

/** Line breaks stay; what could turn a line around is written out. */
const lines = (text: string): readonly Html[] =>
  text
    .split("\n")
    .map((line, position) => (position === 0 ? html`${visible(line)}` : html`<br>${visible(line)}`));

function differenceContent(report: SharedReport & ReportOf<"difference">): readonly Html[] {
  const { difference, about, expectedSql, actualSql, fix } = report;
  return [
    verdict(
      report,
      false,
      html`<p class="chips"><span class="chip ${difference.severity}">${difference.severity}</span>${!report.open && html`<span class="chip ok">not found in the latest check</span>`}</p>`,
    ),
    html`<section class="card"><h2>The difference</h2><div class="pad">${differenceBody(difference, about)}</div></section>`,
    bothSides(expectedSql, actualSql),
    ...(fix.plan === null
      ? [
          html`<section class="card"><h2>Fix</h2><div class="pad"><p>${visible(fix.reason ?? "")}</p></div></section>`,
        ]
      : sharedPlan(fix.plan)),
  ];
}

function bothSides(expected: string | null, actual: string | null): Html {
  const whole = html`<div class="sides"><div><h3>Expected</h3>${side(expected, "Not declared.")}</div><div><h3>Actual</h3>${side(actual, "Not in the database.")}</div></div>`;
  const compared =
    expected === null || actual === null || ![expected, actual].some(isLongText)
      ? whole
      : html`${changedLines(expected, actual)}<details class="whole"><summary><span class="what">Each side whole</span></summary>${whole}</details>`;
  return html`<section class="card"><h2>Both sides</h2><div class="pad">${compared}</div></section>`;
}

const side = (sql: string | null, absent: string): Html =>
  sql === null ? html`<p class="faint">${absent}</p>` : html`<pre>${visibleText(sql)}</pre>`;

function coverage({ drift }: SharedReport & ReportOf<"drift">): Html {
  const read = Object.entries(drift.coverage.read)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
  const apart = [
    ...drift.unverified.map(({ object, reason }) => `Not verified: ${describeReported(object)}. ${reason}`),
    ...drift.coverage.notVisible.map(({ what, reason }) => `Not visible: ${what}. ${reason}`),
    ...drift.coverage.notRead.map(({ kind, count, reason }) => `Not compared: ${count} × ${kind}. ${reason}`),
    ...drift.coverage.setApart.map(({ owner, count }) => `Set apart: ${count} of ${owner}.`),
    ...drift.diagnostics.map(({ message }) => message),
  ];
  return html`<section class="card"><h2>What was compared</h2><div class="pad"><p class="wrap">${read.join(", ")}. PostgreSQL ${visible(drift.serverVersion)}, ${drift.milliseconds} ms.</p>${apart.length > 0 && html`<ul>${apart.map((line) => html`<li class="wrap">${visible(line)}</li>`)}</ul>`}</div></section>`;
}

function sharedComments({ comments }: SharedReport): Html {
  if (comments === null || comments.length === 0) return html``;
  return html`<section class="card"><h2>Comments</h2><div class="pad">${comments.map(
    ({ by, at, body }) =>
      html`<div><p class="faint"><b>${visible(by)}</b> ${at.slice(0, 16).replace("T", " ")} UTC</p><p class="wrap">${lines(body)}</p></div>`,
  )}</div></section>`;
}

const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
