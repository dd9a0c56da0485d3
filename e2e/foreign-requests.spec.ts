import http from "node:http";
import { expect, test } from "@playwright/test";
import { signedOut } from "./pages/people";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers, as curl would send it: browsers and their tools add some. */
function ask(url: string, method: string, headers: http.OutgoingHttpHeaders, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

test("a POST passes only from our own pages: the thirteen cases", async ({ baseURL: given, context }) => {
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const same = { host, cookie, origin: baseURL, "sec-fetch-site": "same-origin" };
  const { origin: _, ...noOrigin } = same;
  const { "sec-fetch-site": __, ...noSite } = same;
  const cases: readonly (readonly [string, http.OutgoingHttpHeaders, boolean])[] = [
    ["our own page", same, true],
    ["no Origin", noOrigin, false],
    ["Origin: null", { ...same, origin: "null" }, false],
    ["Origin of another site", { ...same, origin: "https://evil.example" }, false],
    ["Origin of another port", { ...same, origin: "http://127.0.0.1:1" }, false],
    ["Origin with our name inside", { ...same, origin: `http://${host}.evil.example` }, false],
    ["https in place of http", { ...same, origin: baseURL.replace("http:", "https:") }, false],
    ["Sec-Fetch-Site: cross-site", { ...same, "sec-fetch-site": "cross-site" }, false],
    ["Sec-Fetch-Site: same-site", { ...same, "sec-fetch-site": "same-site" }, false],
    ["Sec-Fetch-Site: none", { ...same, "sec-fetch-site": "none" }, false],
    ["no Sec-Fetch-Site", noSite, false],
    [
      "X-Forwarded-Host of another site",
      { ...same, origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      false,
    ],
    [
      "Host and Origin of another site",
      { ...same, host: "evil.example", origin: "http://evil.example" },
      false,
    ],
  ];
  const rows = [];
  for (const [name, headers, passes] of cases) {
    const { status } = await ask(`${baseURL}/settings`, "POST", { ...headers, "content-type": "text/plain" });
    rows.push({ case: name, status, passes: status !== 403 && status !== 421, expected: passes });
  }
  console.table(rows);
  expect(rows).toHaveLength(13);
  expect(rows.filter((row) => row.passes !== row.expected)).toEqual([]);
});

test("every answer carries the headers that keep a page to itself, and none tells what runs here", async ({
  baseURL: given,
}) => {
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  for (const path of [
    "/sign-in",
    "/databases",
    "/api/palette",
    "/api/health/live",
    "/set-up/none",
    "/none",
    "/icon.svg",
  ]) {
    const { headers } = await ask(baseURL + path, "GET", { host, accept: "text/html" });
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["x-powered-by"], path).toBeUndefined();
    const policy = String(headers["content-security-policy"]);
    for (const part of [
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "script-src 'self' 'nonce-",
    ]) {
      expect(policy, path).toContain(part);
    }
    expect(/script-src[^;]*unsafe/.test(policy), path).toBe(false);
  }
});

test("nothing but signing in, set-up, shared pages and health answers who is not signed in", async ({
  baseURL: given,
}) => {
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const forged = { cookie: `plumbline-${new URL(baseURL).port}.session_token=${"x".repeat(43)}.x` };
  const pages = [
    "/",
    "/databases",
    "/databases/new",
    "/databases/ma-saas-platform",
    "/settings",
    "/settings/people",
  ];
  pages.push("/settings/tokens", "/settings/about", "/audit", "/plans", "/windows");
  for (const path of pages) {
    const plain = await ask(baseURL + path, "GET", { host, accept: "text/html" });
    expect([plain.status, plain.headers.location?.replace(baseURL, "")], path).toEqual([
      307,
      path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`,
    ]);
    const tried = await ask(baseURL + path, "GET", { host, accept: "text/html", ...forged });
    // A page that has begun to be sent can only lead on by itself.
    const leads = `${tried.headers.location ?? ""} ${tried.body}`;
    expect(leads, path).toMatch(/\/sign-in|\/databases/);
    expect(tried.body, path).not.toContain("ma_saas_platform");
  }
  for (const path of [
    "/api/palette?q=a",
    "/api/checks/C-1/events",
    "/audit/export?format=csv",
    "/api/v1/databases",
  ]) {
    for (const headers of [{}, forged, { authorization: "Bearer plumbline_nonsense" }]) {
      const { status } = await ask(baseURL + path, "GET", { host, ...headers });
      expect(status, path).toBe(401);
    }
  }
  const ready = await ask(`${baseURL}/api/health/ready`, "GET", { host });
  expect(JSON.parse(ready.body)).toEqual({ status: "ok" });
  for (const path of ["/set-up/none", "/set-up", "/s/none"]) {
    expect((await ask(baseURL + path, "GET", { host, accept: "text/html" })).status, path).toBe(404);
  }
});

test("set-up is closed: the address that made the owner answers as one that never was", async ({
  baseURL: given,
}) => {
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const used = await ask(baseURL + (process.env.PLUMBLINE_SET_UP ?? "/set-up/gone"), "GET", {
    host,
    accept: "text/html",
  });
  expect(used.status).toBe(404);
});

test("a link followed from another site opens for who is signed in, although the cookie stays home at first", async ({
  baseURL: given,
}) => {
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const answer = await ask(`${baseURL}/databases?q=a%22b`, "GET", {
    ...{ host, accept: "text/html", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    "sec-fetch-dest": "document",
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('content="0;url=/databases?q=a%22b"');
});

test.describe("not signed in", () => {
  test.use(signedOut);
  test("a page leads to sign-in, and nowhere else afterwards", async ({ page }) => {
    await page.goto("/databases");
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fdatabases$/);
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in"]) {
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await expect(page.locator('input[name="next"]')).toHaveValue("/");
    }
  });
});
