import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { disguise } from "@/lib/access/disguise";
import { hideEverything, redactReport } from "@/lib/access/redact-report";
import { driftReport, everyReport } from "@/lib/report/report.fixture";
import { escapeHtml, html } from "./html";
import { noSuchSharePage, passcodePage, sharePage } from "./share-page";

const frame = {
  by: "Ana M.",
  expiresAt: new Date("2026-11-30T12:04:00Z"),
  now: new Date("2026-11-24T11:00:00Z"),
};
const nothing = { names: false, roles: false, rows: false, comments: false, literals: false };
const shared = (report: Parameters<typeof redactReport>[0], policy = nothing) =>
  redactReport(report, policy, disguise(randomBytes(32)));

test("a template escapes every value, in text and in attributes, and nests what is HTML already", () => {
  const evil = `<img src=x onerror="alert('1')">&amp;`;
  const inner = html`<b title="${evil}">${evil}</b>`;
  expect(html`<p>${inner}${[html`<i>${1_000}</i>`, " ", null, false]}</p>`.markup).toBe(
    `<p><b title="${escapeHtml(evil)}">${escapeHtml(evil)}</b><i>1,000</i> </p>`,
  );
  expect(escapeHtml(evil)).not.toMatch(/[<>"']/);
});

test.each(everyReport().map((report) => [report.subject, report] as const))(
  "the page of a %s says who shared it, until when and what is hidden, and has no script and no address of anything else",
  (_, report) => {
    const page = sharePage(shared(report, hideEverything), frame);
    expect(page).toContain("Shared by Ana M. · ");
    expect(page).toContain("expires in 6 days");
    expect(page).toContain("Hidden: host and database, roles, exact row counts, comments, values in SQL.");
    expect(page).not.toMatch(/<script|<iframe|<link|<object|\son\w+=|javascript:/i);
    expect([...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, to]) => to?.slice(0, 5))).toEqual([
      "data:",
      "data:",
    ]);
    for (const name of ["db.internal", "2,134,118", "moves in March"]) expect(page).not.toContain(name);
    expect(page).not.toMatch(/of <span class="name">orders/);
    expect(page).not.toMatch(/undefined|\[object|NaN/);
  },
);

test("the files in the page hold the same redacted content", () => {
  const page = sharePage(shared(driftReport(), hideEverything), frame);
  const files = [...page.matchAll(/href="data:[^;]+;charset=utf-8;base64,([^"]*)"/g)].map(([, data = ""]) =>
    Buffer.from(data, "base64").toString("utf8"),
  );
  expect(JSON.parse(files[0] ?? "")).toMatchObject({ format: "plumbline.report/v1", subject: "drift" });
  expect(files[1]).toMatch(/^# Drift C-881 of database\\_[0-9a-f]{8}\n/);
  for (const file of files) expect(file).not.toMatch(/db\.internal|2134118|moves in March|Why is this uuid/);
});

test("hostile names and values are text", () => {
  const report = driftReport();
  const evil = `"><script>alert(1)</script>\u202e`;
  report.database.name = evil;
  report.comments = [{ by: evil, at: report.madeAt, body: `${evil}\n${evil}` }];
  for (const difference of report.drift.differences) {
    difference.object.name = evil;
    difference.attributes = [{ attribute: "comment", expected: evil, actual: { [evil]: [evil] } }];
  }
  const page = sharePage(shared(report), { ...frame, by: evil });
  expect(page).not.toMatch(/<script|\u202e/);
  expect(page).toContain("&lt;script&gt;");
});

test("what does not open says nothing of why", () => {
  expect(noSuchSharePage()).toContain("This link does not work.");
  expect(noSuchSharePage()).toBe(noSuchSharePage());
  expect(passcodePage()).toContain('type="password"');
  expect(passcodePage()).not.toContain("<script");
});
