import { expect, test } from "vitest";
import { isOwnHost, requireSameOrigin } from "./request-origin";

const request = (headers: Record<string, string>): Headers => new Headers(headers);
const sameOrigin = { "sec-fetch-site": "same-origin" };
const own = { origin: "http://localhost:3000", host: "localhost:3000", ...sameOrigin };

test.each([
  [own],
  [{ ...own, origin: "http://127.0.0.1:4000", host: "127.0.0.1:4000" }],
  [{ ...own, origin: "http://[::1]:3000", host: "[::1]:3000" }],
])("our own page's request %j passes", (headers) => {
  expect(() => requireSameOrigin(request(headers), undefined)).not.toThrow();
});

test.each([
  [{ ...sameOrigin, host: own.host }],
  [{ ...sameOrigin, origin: own.origin }],
  [{ origin: own.origin, host: own.host }],
  [{ ...own, origin: "null" }],
  [{ ...own, origin: "https://localhost:3000" }],
  [{ ...own, origin: "https://evil.example" }],
  [{ ...own, origin: "http://localhost:3001" }],
  [{ ...own, origin: "http://localhost.evil.example:3000" }],
  [{ ...own, "sec-fetch-site": "cross-site" }],
  [{ ...own, "sec-fetch-site": "same-site" }],
  [{ ...own, "sec-fetch-site": "none" }],
  [{ ...own, "x-forwarded-host": "evil.example", origin: "https://evil.example" }],
  // A stranger's name that resolves to this machine.
  [{ ...sameOrigin, origin: "http://rebound.example:3000", host: "rebound.example:3000" }],
])("a request with %j is refused", (headers) => {
  expect(() => requireSameOrigin(request(headers), undefined)).toThrow(
    expect.objectContaining({ code: "foreign-request" }),
  );
});

test("behind a proxy only the public origin passes", () => {
  const headers = request({
    ...sameOrigin,
    origin: "https://plumbline.example.com",
    host: "127.0.0.1:3000",
  });
  expect(() => requireSameOrigin(headers, "https://plumbline.example.com")).not.toThrow();
  expect(() => requireSameOrigin(headers, "https://other.example.com")).toThrow();
});

test("where a network has no https, browsers do not say where a request came from, and the origin alone decides", () => {
  const headers = request({ origin: "http://plumbline.lan", host: "plumbline.lan" });
  expect(() => requireSameOrigin(headers, "http://plumbline.lan")).not.toThrow();
  expect(() => requireSameOrigin(headers, "https://plumbline.lan")).toThrow();
});

test.each([
  "localhost",
  "localhost:3000",
  "LOCALHOST:3000",
  "127.0.0.1:3000",
  "[::1]:3000",
  "plumbline.localhost:3000",
])("the host %s is this machine", (host) => {
  expect(isOwnHost(host, undefined)).toBe(true);
});

test.each([
  null,
  "",
  "rebound.example:3000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "10.0.0.1:3000",
  "evil.example@localhost",
  "localhost/evil",
  "local host",
])("the host %j is refused", (host) => {
  expect(isOwnHost(host, undefined)).toBe(false);
});

test("the host of the public origin is ours, and no other beside it", () => {
  expect(isOwnHost("plumbline.example.com", "https://plumbline.example.com")).toBe(true);
  expect(isOwnHost("plumbline.example.com:8443", "https://plumbline.example.com")).toBe(true);
  expect(isOwnHost("other.example.com", "https://plumbline.example.com")).toBe(false);
  expect(isOwnHost("localhost:3000", "https://plumbline.example.com")).toBe(true);
});
