import { visible } from "@/lib/postgres/identity";
import { hiddenText, momentText } from "@/lib/report/describe-report";
import { hiddenHash, reportJson, type SharedReport } from "@/lib/report/report";
import { reportMarkdown } from "@/lib/report/report-markdown";
import { type Html, html } from "./html";
import { shareStyles } from "./share-styles";
import { sharedContent } from "./shared-content";

/** Who shared it and until when; null for a preview, which nobody else can open. */
export interface ShareFrame {
  readonly by: string;
  readonly expiresAt: Date;
  readonly now: Date;
}

const subjects = { drift: "drift", difference: "difference", plan: "plan", run: "run" };

/**
 * The page behind a share link. It takes nothing but a report that was redacted, works without a script, asks the app for
 * nothing more, and carries the files it offers within itself: a download is no further opening.
 */
export function sharePage(report: SharedReport, frame: ShareFrame | null): string {
  const title = `${capital(subjects[report.subject])} ${report.id} of ${visible(report.database.name)}`;
  return htmlDocument(
    title,
    html`
      <header class="banner"><div><b>Plumbline</b><p>${bannerText(report, frame)}</p></div></header>
      <main>
        <div>
          <h1>${capital(subjects[report.subject])} of <span class="name">${visible(report.database.name)}</span></h1>
          <p class="meta">${facts(report)}</p>
        </div>
        ${sharedContent(report)}
        <div class="files">
          ${fileLink("Download JSON", `${report.id}.json`, "application/json", reportJson(report))}
          ${fileLink("Download Markdown", `${report.id}.md`, "text/markdown", reportMarkdown(report))}
        </div>
      </main>
      <footer>${report.id} · check ${report.check.id} of ${momentText(report.check.at)} · frozen ${momentText(report.madeAt)}${fingerprints(report)}</footer>
    `,
  );
}

/** `Shared by Ana M. · drift of 23 Nov 2026 12:04 UTC · read-only · expires in 6 days · Hidden: …`. */
function bannerText(report: SharedReport, frame: ShareFrame | null): string {
  const parts = [
    frame === null ? "Preview, which only you can open" : `Shared by ${visible(frame.by)}`,
    `${subjects[report.subject]} of ${momentText(report.check.at)}`,
    "read-only",
    ...(frame === null ? [] : [`expires ${timeLeft(frame.expiresAt.getTime() - frame.now.getTime())}`]),
    hiddenText(report) ?? "nothing is hidden",
  ];
  return parts.join(" · ");
}

function timeLeft(milliseconds: number): string {
  const hours = Math.max(0, Math.floor(milliseconds / 3_600_000));
  if (hours < 1) return "within the hour";
  const days = Math.floor(hours / 24);
  const [count, unit] = days >= 2 ? [days, "day"] : [hours, "hour"];
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}

function facts({ database, source }: SharedReport): string {
  const where = `${database.database}${database.host === "" ? "" : ` on ${database.host}`}${database.port === null ? "" : `:${database.port}`}`;
  return [
    database.environment === "other" ? "database" : `${database.environment} database`,
    where,
    `expected from ${source.label}`,
  ]
    .map(visible)
    .join(" · ");
}

const fingerprints = (report: SharedReport): string =>
  report.subject === "drift"
    ? `${hashText("expected", report.drift.expectedFingerprint)}${hashText("actual", report.drift.actualFingerprint)}`
    : report.subject === "difference"
      ? ""
      : hashText("plan", report.hash);

const hashText = (label: string, hash: string): string =>
  hash === hiddenHash ? "" : ` · ${label} ${hash.slice(0, 16)}`;

function fileLink(label: string, name: string, type: string, content: string): Html {
  return html`<a class="button" download="${name}" href="data:${type};charset=utf-8;base64,${base64(content)}">${label}</a>`;
}

function base64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Asks for the passcode of a link. Whether it was right shows in what comes then. */
export const passcodePage = (): string =>
  htmlDocument(
    "Passcode",
    html`
      <header class="banner"><div><b>Plumbline</b></div></header>
      <main>
        <h1>This page asks for a passcode</h1>
        <form method="post">
          <label for="passcode">Passcode</label>
          <input id="passcode" name="passcode" type="password" autocomplete="off" required maxlength="200" autofocus>
          <div><button class="button" type="submit">Open</button></div>
        </form>
        <p class="faint">Whoever sent you the link has it.</p>
      </main>
    `,
    // With the answer's own no-referrer a browser sends the form with `Origin: null`, which is refused.
    html`<meta name="referrer" content="same-origin">`,
  );

/** What every link that does not open shows, for whatever reason: byte for byte the same. */
export const noSuchSharePage = (): string =>
  htmlDocument(
    "This link does not work",
    html`
      <header class="banner"><div><b>Plumbline</b></div></header>
      <main>
        <h1>This link does not work.</h1>
        <p>Ask the sender for a new one.</p>
      </main>
    `,
  );

/** What an address shows from which too many links or passcodes were tried, whatever it asks for. */
export const tooManyTriesPage = (wait: string): string =>
  htmlDocument(
    "Too many tries",
    html`
      <header class="banner"><div><b>Plumbline</b></div></header>
      <main>
        <h1>There were too many tries from your network.</h1>
        <p>${wait}</p>
      </main>
    `,
  );

const htmlDocument = (title: string, body: Html, head: Html = html``): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
${head}<title>${title} · Plumbline</title>
${{ markup: `<style>${shareStyles}</style>` }}
</head>
<body>${body}</body>
</html>
`.markup;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
