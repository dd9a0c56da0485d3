import { attributeLabel, longValue } from "../drift/describe";
import { severities } from "../kinds/severity";
import { visible } from "../postgres/identity";
import { oneLine } from "../postgres/one-line";
import { visibleLines } from "../postgres/visible-lines";
import { changeText, describeReported, headline, hiddenText, momentText, objectOf } from "./describe-report";
import type { Report, ReportedAbout, ReportedDifference, ReportedPlan, ReportOf } from "./report";

/** Differences that the short form names. */
const shortList = 25;

// Some renderers look for HTML before backslashes, and for mentions after them.
const references: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "@": "@&#8203;",
};

/**
 * A text on one line of Markdown: nothing in it is markup, HTML, a mention, a link or the end of a table's cell, and no
 * control or bidirectional character passes.
 */
export function inline(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim())
    .replace(/[&<>@\\`*_{}[\]#!|~]|:(?=\/\/|\w+:)/g, (character) => references[character] ?? `\\${character}`)
    .replace(/^([-+=]|\d+[.)])/, "\\$1")
    .replace(/^\\(\d+)/, "$1\\");
}

/** The same for a chat, which knows no escapes: what would be formatting or a mention is written with its look-alike. */
const chatLine = (text: string): string =>
  visible(text.replace(/\s+/g, " ").trim()).replace(/[&<>@`*~]/g, (character) => lookAlikes[character] ?? "");

const lookAlikes: { readonly [character: string]: string } = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;" },
  ...{ "@": "＠", "`": "'", "*": "∗", "~": "∼" },
};

/** A fenced block whose fence is longer than any run of backticks in it. */
export function fenced(text: string, language = "sql"): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...visibleLines(text), fence].join("\n");
}

/** A report as Markdown for a ticket: verdict, table, each difference, SQL. */
export function reportMarkdown(report: Report): string {
  return `${[...head(report), ...body(report), ...comments(report), foot(report)].join("\n\n")}\n`;
}

/** The same for a chat: the verdict and the worst, in at most 40 lines. */
export function shortMarkdown(report: Report): string {
  const lines = [
    `*${chatLine(`${subjects[report.subject]} ${report.id} of ${report.database.name}`)}*`,
    chatLine(headline(report)),
  ];
  switch (report.subject) {
    case "drift": {
      const { differences } = report.drift;
      lines.push(...differences.slice(0, shortList).map((each) => `• ${chatLine(listLine(each))}`));
      const more = differences.length - shortList;
      if (more > 0) lines.push(`• and ${more.toLocaleString("en")} more`);
      break;
    }
    case "difference":
      lines.push(...report.about.why.slice(0, 5).map(chatLine));
      break;
    case "plan":
    case "run": {
      const codes = [...new Set(report.plan.hazards.map(({ code }) => code))];
      if (codes.length > 0) lines.push(`Hazards: ${codes.join(", ")}`);
    }
  }
  return `${[...lines, foot(report)].join("\n")}\n`;
}

const subjects = { drift: "Drift", difference: "Difference", plan: "Plan", run: "Run" };

function head(report: Report): readonly string[] {
  const { database, source, check } = report;
  const facts = [
    `Database: ${inline(`${database.database} on ${database.host}${database.port === null ? "" : ` port ${database.port}`}`)} (${inline(database.environment)})`,
    `Expected from: ${inline(source.label)}`,
    `Check: ${inline(check.id)} of ${momentText(check.at)}`,
  ];
  return [
    `# ${subjects[report.subject]} ${inline(report.id)} of ${inline(database.name)}`,
    inline(headline(report)),
    facts.map((fact) => `- ${fact}`).join("\n"),
  ];
}

function body(report: Report): readonly string[] {
  switch (report.subject) {
    case "drift":
      return driftBody(report);
    case "difference":
      return differenceBody(report);
    case "plan":
      return [
        `State: ${inline(report.state)}, made by ${inline(report.by)}. Hash: ${inline(report.hash)}`,
        ...planBody(report.plan),
      ];
    case "run":
      return runBody(report);
  }
}

function driftBody({ drift, about }: ReportOf<"drift">): readonly string[] {
  const around = new Map(about.map((each) => [each.id, each]));
  const rows = drift.differences.map(
    (each) =>
      `| ${each.severity} | ${inline(describeReported(objectOf(each)))} | ${each.type} | ${inline(changeText(each))} | ${inline(stateOf(each, around.get(each.id)))} |`,
  );
  const counts = severities
    .filter((severity) => (drift.counts.bySeverity[severity] ?? 0) > 0)
    .map((severity) => `${drift.counts.bySeverity[severity]} ${severity}`);
  return [
    ...(counts.length === 0 ? [] : [counts.join(" · ")]),
    ...(rows.length === 0
      ? []
      : [
          [
            "| Severity | Object | Type | Difference | Decision |",
            "| --- | --- | --- | --- | --- |",
            ...rows,
          ].join("\n"),
        ]),
    ...drift.differences.flatMap((each) => section(each, around.get(each.id))),
    ...(drift.findings.length === 0
      ? []
      : [
          "## Findings",
          drift.findings
            .map((each) => `- ${each.severity}: ${inline(each.sentence)}. ${inline(each.remedy)}`)
            .join("\n"),
        ]),
    ...coverage(drift),
  ];
}

function section(each: ReportedDifference, about: ReportedAbout | undefined): readonly string[] {
  const attributes = each.attributes.flatMap(({ attribute, expected, actual }) => [
    `Expected ${inline(attributeLabel(each.kind, attribute))}:`,
    fenced(longValue(each.kind, attribute, expected), ""),
    `Actual ${inline(attributeLabel(each.kind, attribute))}:`,
    fenced(longValue(each.kind, attribute, actual), ""),
  ]);
  const why = about?.why ?? [];
  if (attributes.length === 0 && why.length === 0) return [];
  return [
    `## ${inline(each.id)} ${inline(describeReported(objectOf(each)))}`,
    ...why.map(inline),
    ...attributes,
  ];
}

function differenceBody(report: ReportOf<"difference">): readonly string[] {
  const { difference, about, expectedSql, actualSql, fix } = report;
  return [
    `Severity: ${difference.severity}. Decision: ${inline(stateOf(difference, about))}.${report.open ? "" : " Not found in the latest check."}`,
    ...about.why.map(inline),
    "## Expected",
    expectedSql === null ? "Not declared." : fenced(expectedSql),
    "## Actual",
    actualSql === null ? "Not in the database." : fenced(actualSql),
    "## Fix",
    ...(fix.plan === null ? [inline(fix.reason ?? "No plan can be made.")] : planBody(fix.plan)),
  ];
}

function planBody(plan: ReportedPlan): readonly string[] {
  const hazards = plan.hazards.map(
    ({ code, detail }) => `- ${inline(code)}${detail === undefined ? "" : `: ${inline(detail)}`}`,
  );
  return [
    ...(hazards.length === 0 ? [] : ["### Hazards", hazards.join("\n")]),
    ...(plan.statements.length === 0
      ? []
      : ["### Statements", fenced(plan.statements.map(({ sql }) => `${sql};`).join("\n"))]),
    ...(plan.undo.statements.length === 0
      ? []
      : ["### Undo", fenced(plan.undo.statements.map(({ sql }) => `${sql};`).join("\n"))]),
    ...(plan.undo.lost.length === 0
      ? []
      : [plan.undo.lost.map(({ reason }) => `- ${inline(reason)}`).join("\n")]),
    ...(plan.manual.length === 0
      ? []
      : [
          "### Left to be done by hand",
          plan.manual
            .map(({ object, reason }) => `- ${inline(describeReported(object))}: ${inline(reason)}`)
            .join("\n"),
        ]),
  ];
}

function runBody(report: ReportOf<"run">): readonly string[] {
  const outcomes = new Map(report.statements.map((each) => [each.statement, each]));
  const rows = report.plan.statements.map(({ sql }, position) => {
    const outcome = outcomes.get(position);
    return `| ${position + 1} | ${inline(oneLine(sql, 200))} | ${outcome?.outcome ?? "not run"} | ${outcome?.milliseconds ?? ""} |`;
  });
  return [
    `Plan ${inline(report.planId)}, started by ${inline(report.by)} at ${momentText(report.startedAt)}. ${inline(report.next)}`,
    ["| | Statement | Outcome | ms |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ...(report.proofs.length === 0
      ? []
      : [
          "## Verification",
          report.proofs
            .map(
              ({ id, object, outcome }) => `- ${inline(id)} ${inline(describeReported(object))}: ${outcome}`,
            )
            .join("\n"),
        ]),
    ...(report.signedOff === null
      ? []
      : [
          `Signed off by ${inline(report.signedOff.by)} at ${momentText(report.signedOff.at)}. ${inline(report.signedOff.note ?? "")}`,
        ]),
  ];
}

function coverage({
  coverage,
  counts,
  unverified,
  diagnostics,
}: ReportOf<"drift">["drift"]): readonly string[] {
  const lines = [
    ...unverified.map(({ object, reason }) => `Not verified: ${describeReported(object)}. ${reason}`),
    ...coverage.notVisible.map(({ what, reason }) => `Not visible: ${what}. ${reason}`),
    ...coverage.notRead.map(({ kind, count, reason }) => `Not compared: ${count} × ${kind}. ${reason}`),
    ...diagnostics.map(({ message }) => message),
  ];
  return [
    "## What was compared",
    [
      `${counts.compared.toLocaleString("en")} objects, ${counts.same.toLocaleString("en")} the same.`,
      ...lines,
    ]
      .map((line) => `- ${inline(line)}`)
      .join("\n"),
  ];
}

/** `accepted until 2026-12-24`, `ignored by a rule`, `open`. */
export function stateOf(
  { ignoredBy }: Pick<ReportedDifference, "ignoredBy">,
  about: Pick<ReportedAbout, "decision"> | undefined,
): string {
  if (ignoredBy !== undefined) return "ignored by a rule";
  const decision = about?.decision ?? null;
  if (decision === null) return "open";
  if (decision.type !== "accept") return decision.type;
  return decision.until === null ? "accepted" : `accepted until ${decision.until.slice(0, 10)}`;
}

function comments({ comments: said }: Report): readonly string[] {
  if (said === null || said.length === 0) return [];
  return [
    "## Comments",
    ...said.map(({ by, at, body: text }) => `${inline(by)}, ${momentText(at)}:\n${fenced(text, "")}`),
  ];
}

function foot(report: Report): string {
  const hidden = hiddenText(report);
  return `Plumbline, ${momentText(report.madeAt)}.${hidden === null ? "" : ` ${hidden}`}`;
}

const listLine = (each: ReportedDifference): string =>
  `${each.severity} ${describeReported(objectOf(each))}: ${shorten(changeText(each))}`;

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
