import { expect, type Page } from "@playwright/test";
import { makeWindow } from "./windows";

/** What long work of the server may take on a machine that is busy. */
export const patience = 120_000;

/** Statements on one page of a plan. */
const pageSize = 100;

/** Answers the question for the password, if it comes before the page goes on by itself. */
async function prove(page: Page, password: string, onwards: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Prove that it is you" });
  let over = false;
  const watch = (async () => {
    while (!over) {
      if (await dialog.isVisible()) {
        await dialog.getByLabel("Password").fill(password);
        await dialog.getByRole("button", { name: "Go on" }).click();
        await dialog.waitFor({ state: "hidden" });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  try {
    await onwards();
  } finally {
    over = true;
    await watch;
  }
}

/** Marks every statement of a plan as read, on each of its pages. */
export async function readEverything(page: Page, plan: string): Promise<void> {
  const status = page.getByRole("status").filter({ hasText: /^[\d,]+ of [\d,]+ read$/ });
  const count = async () => {
    await expect(status).toBeVisible({ timeout: patience });
    const [read, total] = ((await status.textContent()) ?? "").match(/[\d,]+/g) ?? [];
    return { read, total: Number((total ?? "").replaceAll(",", "")) };
  };
  await page.goto(plan);
  const { total } = await count();
  for (let from = 1; from <= total; from += pageSize) {
    await page.goto(`${plan}?from=${from}`);
    await count();
    if ((await page.locator("input[data-read]:not(:checked)").count()) === 0) continue;
    const saved = page.waitForResponse((response) => response.request().method() === "POST", {
      timeout: patience,
    });
    await page.getByRole("button", { name: "Mark all shown as read" }).click();
    await saved;
  }
  await page.goto(plan);
  await expect(status).toHaveText(/^([\d,]+) of \1 read$/, { timeout: patience });
}

/** Accepts each hazard of a plan. */
export async function acceptHazards(page: Page, plan: string): Promise<void> {
  await page.goto(plan);
  const hazards = page.getByRole("region", { name: "Hazards" });
  if (!(await hazards.isVisible())) return;
  const accept = hazards.getByRole("button", { name: /^Accept/ });
  while ((await accept.count()) > 0) {
    const left = await accept.count();
    const form = hazards.locator("form").first();
    const typed = form.locator('input[name="typed"]');
    if ((await typed.count()) > 0) await typed.fill((await form.locator("label bdi").textContent()) ?? "");
    await form.getByRole("button", { name: /^Accept/ }).click();
    await expect(accept).toHaveCount(left - 1, { timeout: patience });
  }
}

/** Rehearses a plan on a copy of the schema and waits until that passed. */
export async function rehearseOnCopy(page: Page, plan: string): Promise<void> {
  await page.goto(`${plan}?tab=checks`);
  const card = page.getByRole("region", { name: "Rehearsal" });
  await card.getByRole("button", { name: "Rehearse on a copy" }).click();
  await expect(card.getByText(/^Passed( in part)?$/).first()).toBeVisible({ timeout: patience });
}

/** Asks for approval of a plan, and waits until it is asked for. */
export async function requestApproval(page: Page, plan: string): Promise<void> {
  await page.goto(plan);
  await page.getByRole("button", { name: "Request approval" }).click();
  await expect(page.getByText("Needs approval").first()).toBeVisible({ timeout: patience });
}

/** Approves a plan as who is signed in there. */
export async function approve(page: Page, plan: string): Promise<void> {
  await page.goto(plan);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve P-/ })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden({ timeout: patience });
}

/** Starts the run of a plan from its sheet, or the one that goes on with it, and opens its console. Gives the path of the run. */
export async function startRun(
  page: Page,
  plan: string,
  password: string,
  verb: "Start" | "Resume" = "Start",
): Promise<string> {
  await page.goto(`${plan}/run`);
  await expect(page.getByRole("heading", { name: `${verb} the run` })).toBeVisible({ timeout: patience });
  const name = (await page.getByText(/^Type .+ to start$/).textContent()) ?? "";
  const hash =
    (await page
      .getByText(/^They stand on the plan you read/)
      .locator("span")
      .textContent()) ?? "";
  await page.getByLabel(/^Type .+ to start$/).fill(name.replace(/^Type (.+) to start$/, "$1"));
  await page.getByLabel(/^First 8 characters/).fill(hash);
  await prove(page, password, async () => {
    await page.getByRole("button", { name: `${verb} run` }).click();
    await expect(page).toHaveURL(/\/runs\/R-\d+$/, { timeout: patience });
  });
  return new URL(page.url()).pathname;
}

/** Makes a window for the demo database and opens it at once. Gives its path. */
export async function openWindow(page: Page, name: string): Promise<string> {
  const path = await makeWindow(page, name, { hours: 3 });
  await page.getByRole("button", { name: "Say go" }).click();
  await expect(page.getByText(/said go\./)).toBeVisible();
  await page.getByRole("button", { name: "Open early…" }).click();
  await page.getByRole("button", { name: "Open now" }).click();
  await expect(page.getByRole("timer")).toContainText("Closes in", { timeout: patience });
  return path;
}
