import { expect, test } from "@playwright/test";
import { type DemoDifference, demoDifferences } from "../prisma/demo/demo-differences";
import { demoPath, differenceRows, markPage, openDemo } from "./pages/demo";

test("the first page lists the demo, and its check ends in drift", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/databases$/);
  await page.getByRole("link", { name: "ma_saas_platform" }).first().click();
  await expect(page).toHaveURL(new RegExp(`${demoPath}$`));
  await expect(page.getByText("This database differs from its source in 250 objects.")).toBeVisible({
    timeout: 90_000,
  });
  await expect(page).toHaveTitle("ma_saas_platform · Plumbline");
  await expect(page.getByText("You are viewing a demo database.")).toBeVisible();
});

test("a check is followed to its end on the page, without a reload", async ({ page }) => {
  await openDemo(page);
  const before = await page.getByRole("link", { name: /^Checked/ }).getAttribute("href");
  const samePage = await markPage(page);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("region", { name: "Running check" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Running check" })).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: /^Checked/ })).not.toHaveAttribute("href", before ?? "");
  expect(await samePage()).toBe(true);
});

test("the demo lists every change that was made to it, and nothing else", async ({ page }) => {
  await openDemo(page, "?show=all");
  const rows = await differenceRows(page).evaluateAll((elements) =>
    elements.map((row) =>
      [2, 3, 4].map((cell) => (row.children[cell]?.textContent ?? "").replace(/\s+/g, " ").trim()),
    ),
  );
  const found = rows.map(([object, type, short]) => `${object} ${type}: ${withoutChips(short ?? "")}`);
  expect(found.toSorted()).toEqual(demoDifferences.map(lineOf).toSorted());
  for (const name of ["users.id", "organizations.id"]) {
    expect(found).toContain(`public.${name} column changed: type character varying(36) → uuid`);
  }
});

test("differences stand under the two types that explain them, and four stand alone", async ({ page }) => {
  await openDemo(page);
  const groups = page.getByRole("rowgroup").filter({ has: page.locator("[data-difference]") });
  await expect(groups).toHaveCount(3);
  await expect(groups.nth(0)).toContainText("public.users.id type is uuid, expected character varying(36)");
  await expect(groups.nth(0)).toContainText("Explains 4 missing objects");
  await expect(groups.nth(1)).toContainText("public.organizations.id type is uuid");
  await expect(groups.nth(2)).toContainText("Stand alone");
  await expect(groups.nth(2).locator("[data-difference]")).toHaveCount(4);
});

test("a number of the verdict is a filter, and the address holds all of it", async ({ page }) => {
  await openDemo(page);
  await page.getByRole("link", { name: /^5 missing/ }).click();
  await expect(page).toHaveURL(/q=type%3Amissing/);
  await expect(differenceRows(page)).toHaveCount(5);
  await page.getByRole("link", { name: "Kind", exact: true }).click();
  await expect(page).toHaveURL(/q=type%3Amissing&group=kind/);
  await page.reload();
  await expect(differenceRows(page)).toHaveCount(5);
  await page.goto(`${demoPath}?q=${encodeURIComponent("type:missing foo:bar")}&group=colour`);
  await expect(page.getByText("Ignored filter foo:bar")).toBeVisible();
  await expect(page.getByText("Ignored filter group:colour")).toBeVisible();
  await page.goto(`${demoPath}?q=nothing-is-called-so`);
  await expect(page.getByText("No difference matches")).toBeVisible();
});

/** A difference as the list words it. */
function lineOf(difference: DemoDifference): string {
  const { kind, schema, table, name } = difference.object;
  const object = `${[schema, table, name].filter(Boolean).join(".")} ${kind} ${difference.type}`;
  switch (difference.type) {
    case "missing":
      return `${object}: declared, not in the database`;
    case "unexpected":
      return `${object}: in the database, not declared`;
    case "changed":
      return `${object}: ${difference.attribute} ${difference.expected ?? "none"} → ${difference.actual ?? "none"}`;
  }
}

/** What a row says of the difference itself: without the number of rows, and of what comes along. */
function withoutChips(text: string): string {
  return text.replace(/\s*[\d.]+( [KM])? rows$/, "").replace(/, with \d+ objects?$/, "");
}
