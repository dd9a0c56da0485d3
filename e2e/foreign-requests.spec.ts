import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { operationMatrix } from "../lib/testing/operation-matrix";
import { pageMatrix } from "../lib/testing/page-matrix";
import { demoPath, openDemo } from "./pages/demo";
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
  context,
}) => {
  // A hundred answers, one after the other.
  test.setTimeout(180_000);
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const routes = [...Object.keys(pageMatrix), ...Object.keys(operationMatrix)]
    .filter((name) => /page\.tsx$|route\.ts GET$/.test(name))
    .map(addressOf);
  // What is answered by Next itself, too.
  const paths = [...new Set([...routes, "/none", "/icon.svg", "/_next/image?url=%2Ficon.svg&w=64&q=75"])];
  expect(paths.length).toBeGreaterThan(45);
  let answers = 0;
  for (const path of paths) {
    for (const who of [{}, { cookie }]) {
      const { status, headers } = await ask(baseURL + path, "GET", { host, accept: "text/html", ...who });
      answers += 1;
      const where = `${path} ${status}`;
      // A message that is no answer would have none of them.
      expect(status, where).toBeGreaterThanOrEqual(200);
      expect(status, where).toBeLessThan(500);
      expect(headers["x-content-type-options"], where).toBe("nosniff");
      expect(headers["x-frame-options"], where).toBe("DENY");
      expect(headers["referrer-policy"], where).toBe(path.startsWith("/s/") ? "no-referrer" : "same-origin");
      expect(headers["cross-origin-opener-policy"], where).toBe("same-origin");
      expect(headers["permissions-policy"], where).toContain("camera=()");
      expect(headers["x-powered-by"], where).toBeUndefined();
      expect(headers.server, where).toBeUndefined();
      // Nothing of a person is kept by a browser or by what stands between.
      if (path !== "/icon.svg") expect(String(headers["cache-control"]), where).toContain("no-store");
      const policy = String(headers["content-security-policy"]);
      const plain = policy.startsWith("default-src 'none'");
      for (const part of ["frame-ancestors 'none'", "base-uri 'none'"]) expect(policy, where).toContain(part);
      if (!plain) {
        expect(policy, where).toContain("object-src 'none'");
        expect(policy, where).toContain("script-src 'self' 'nonce-");
      }
      expect(/script-src[^;]*unsafe/.test(policy), where).toBe(false);
    }
  }
  console.info(`${answers} answers of ${paths.length} routes carry every header`);
});

/** Where a page or route is reached, with something in place of each parameter. */
function addressOf(name: string): string {
  const file = name.replace(/^app/, "").replace(/\/?(page\.tsx|route\.ts GET)$/, "");
  return file.replace("[slug]", "ma-saas-platform").replace(/\[\w+\]/g, "none") || "/";
}

test("every server action of the build stands in the matrix, and does nothing for who is not signed in", async ({
  baseURL: given,
}) => {
  test.setTimeout(180_000);
  const baseURL = given ?? "";
  const { host } = new URL(baseURL);
  const root = path.resolve(import.meta.dirname, "..");
  const manifest = JSON.parse(
    readFileSync(path.join(root, ".next-journeys/server/server-reference-manifest.json"), "utf8"),
  ) as {
    readonly node: Readonly<
      Record<string, { readonly filename: string; readonly exportedName: string; readonly workers: object }>
    >;
  };
  const actions = Object.entries(manifest.node);
  expect(actions.length).toBeGreaterThan(60);
  const boundary = "----canary";
  const part = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  // What React sends for (state, form).
  const body = `${part("_1_slug", "ma-saas-platform")}${part("0", '[{"ok":true},"$K1"]')}--${boundary}--\r\n`;
  const sent = {
    ...{ host, origin: baseURL, "sec-fetch-site": "same-origin", accept: "text/x-component" },
    "content-type": `multipart/form-data; boundary=${boundary}`,
  };
  const forged = { cookie: `plumbline-${new URL(baseURL).port}.session_token=${"x".repeat(43)}.x` };
  let refused = 0;
  let answered = 0;
  for (const [id, { filename, exportedName, workers }] of actions) {
    const name = `${filename} ${exportedName}`;
    const entry = operationMatrix[name];
    expect(entry, `${name} in the matrix`).toBeDefined();
    if (entry?.needs === "anybody") continue;
    const page = addressOf(`${Object.keys(workers).find((worker) => worker !== "app/_not-found/page")}.tsx`);
    for (const who of [{}, forged]) {
      const answer = await ask(baseURL + page, "POST", { ...sent, ...who, "next-action": id }, body);
      // What takes something else than a form cannot be asked in its words; it fails then, and tells a number.
      const told = /"code":"not-signed-in"|^0:\{[^\n]*\}\n1:E\{"digest":"\d+"\}\n$/;
      expect(answer.body, `${name} at ${page}: ${answer.status}`).toMatch(told);
      if (answer.body.includes("not-signed-in")) answered += 1;
      refused += 1;
    }
    const foreign = { ...sent, origin: "https://evil.example", "next-action": id };
    expect((await ask(baseURL + page, "POST", foreign, body)).status, name).toBe(403);
  }
  console.info(
    `${actions.length} actions of the build: ${refused} calls without a session refused, ${answered} of them in words`,
  );
  expect(answered).toBeGreaterThan(100);
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

test("a button of an earlier build does nothing, and says what to do", async ({ page }) => {
  const checks = async (): Promise<number> => {
    await page.goto(`${demoPath}/checks`);
    return page.getByRole("link", { name: /^C-\d+$/ }).count();
  };
  await openDemo(page);
  const before = await checks();
  expect(before).toBeGreaterThan(0);
  await openDemo(page);
  await page.route("**/*", (route) => {
    const headers = route.request().headers();
    return headers["next-action"] === undefined
      ? route.fallback()
      : route.continue({ headers: { ...headers, "next-action": "00".repeat(21) } });
  });
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(
    page.getByRole("heading", { name: "Plumbline was updated since this page was loaded." }),
  ).toBeVisible();
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Load the page again" }).click();
  await expect(page.getByRole("button", { name: "Check now" })).toBeVisible();
  expect(await checks()).toBe(before);
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
