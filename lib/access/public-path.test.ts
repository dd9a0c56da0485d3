import { expect, test } from "vitest";
import { isPublicPath, ownPath, signInAddress } from "./public-path";

test.each([
  "/sign-in",
  "/sign-in/second-factor",
  "/set-up/abc",
  "/s/abc",
  "/api/health/live",
  "/api/health/ready",
])("%s answers without a session", (path) => {
  expect(isPublicPath(path)).toBe(true);
});

test.each([
  "/",
  "/s",
  "/settings",
  "/sign-into",
  "/set-upper",
  "/api/health",
  "/api/health/live/x",
  "/databases",
])("%s does not", (path) => {
  expect(isPublicPath(path)).toBe(false);
});

test.each([
  ["/databases?q=a", "/databases?q=a"],
  ["/databases/../settings", "/settings"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in", "/"],
  ["", "/"],
  [null, "/"],
])("after signing in, %j leads to %s", (asked, path) => {
  expect(ownPath(asked)).toBe(path);
});

test("the way to sign in holds the way back", () => {
  expect(signInAddress("/databases?q=a&b=c")).toBe("/sign-in?next=%2Fdatabases%3Fq%3Da%26b%3Dc");
  expect(signInAddress(null)).toBe("/sign-in");
});
