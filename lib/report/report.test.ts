import { describe, expect, test } from "vitest";
import { z } from "zod";
import { csvRecord } from "../access/csv";
import { reportJson, reportJsonSchema, reportSchema } from "./report";
import { driftReport, everyReport, planReportOf } from "./report.fixture";
import { fenced, inline, reportMarkdown, shortMarkdown } from "./report-markdown";
import { reportRows } from "./report-rows";

describe.each(everyReport().map((report) => [report.subject, report] as const))(
  "the report of a %s",
  (_, report) => {
    test("is what the schema says, as JSON with the same bytes each time, whatever order its keys came in", () => {
      expect(reportSchema.parse(JSON.parse(reportJson(report)))).toEqual(report);
      const turned = Object.fromEntries(Object.entries(report).toReversed()) as typeof report;
      expect(reportJson(turned)).toBe(reportJson(report));
    });

    test("validates by the published JSON Schema", () => {
      const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
      expect(published.safeParse(JSON.parse(reportJson(report))).error?.issues ?? []).toEqual([]);
      expect(published.safeParse({ ...report, subject: "nothing" }).success).toBe(false);
    });

    test("reads as Markdown", () => expect(reportMarkdown(report)).toMatchSnapshot());

    test("fits a chat in 40 lines", () => {
      const text = shortMarkdown(report);
      expect(text).toMatchSnapshot();
      expect(text.split("\n").length).toBeLessThanOrEqual(41);
    });

    test("is a table in which every row has all columns", () => {
      const [heading = [], ...rows] = reportRows(report);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(heading.length);
    });
  },
);

const hostile =
  "a|b `code` <img src=x onerror=alert(1)> [x](javascript:alert(1)) **b** @team #1 &amp; \u202e\n# heading\n- item";

test("hostile text is text in Markdown: no cell, link, HTML, heading, mention or turned line comes of it", () => {
  const line = inline(hostile);
  expect(line).toContain("@&#8203;team");
  expect(line.replace("&#8203;", "")).not.toMatch(/\n|\u202e|<|(?<!\\)[|`[\]*#]/);
  expect(inline("see https://x.example :tada:")).toBe("see https\\://x.example \\:tada:");
  expect(inline("- item")).toBe("\\- item");
  expect(inline("1. item")).toBe("1\\. item");
  expect(fenced("a\n```\nb").split("\n")).toEqual(["````sql", "a", "```", "b", "````"]);
});

test("a drift with hostile names and values stays one table row and one line each, and a thousand of it 40 lines", () => {
  const report = driftReport();
  const [difference] = report.drift.differences;
  if (difference === undefined) throw new Error("no difference");
  const object = { schema: hostile, table: hostile, name: hostile };
  report.drift.differences = Array.from({ length: 1_000 }, (_, number) => ({
    ...difference,
    ...{ id: `D-${number}`, object, attributes: [{ attribute: "comment", expected: hostile, actual: null }] },
  }));
  report.about = [];
  const text = reportMarkdown(report);
  const rows = text.split("\n").filter((line) => line.startsWith("| critical"));
  expect(rows).toHaveLength(1_000);
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
  // Inside fences everything is text; outside of them no tag is left.
  expect(text.replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "")).not.toMatch(/<img|\u202e/);
  expect(shortMarkdown(report).split("\n").length).toBeLessThanOrEqual(41);
  expect(shortMarkdown(report)).not.toMatch(/<|@|\u202e/);
});

test("a table's cell cannot become a formula", () => {
  const rows = reportRows(planReportOf(["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", '"a",\nb']));
  const text = rows.map(csvRecord).join("");
  expect(text).not.toMatch(/(^|,)"?[=+@\t]/m);
  expect(text).toContain(`1,'=HYPERLINK(1),`);
  expect(text).toContain(`6,"""a"",\nb",`);
});
