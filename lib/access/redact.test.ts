import { expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { errorFacts, redactUrls } from "./redact";

test.each([
  ["postgresql://ann:canary@db:5432/x", "postgresql://[secret]@db:5432/x"],
  ["postgres://ann:ca@n/ary@db/x?sslmode=require", "postgres://[secret]@db/x?sslmode=require"],
  [
    "see postgresql://a:canary@h/d and postgresql://b:canary@h/d",
    "see postgresql://[secret]@h/d and postgresql://[secret]@h/d",
  ],
  ["https://example.com/a@b", "https://example.com/a@b"],
])("the password of the URL in %j is removed", (text, expected) => {
  expect(redactUrls(text)).toBe(expected);
});

test("of an error of the server only the code is kept", () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "canary"'), {
    code: "22P02",
    severity: "ERROR",
    detail: "Key (email)=(canary) already exists.",
    where: "canary",
  });
  const shown = JSON.stringify(errorFacts(new Error("outer", { cause: error })));
  expect(shown).not.toContain("canary");
  expect(shown).toContain("22P02");
});

test("an error for people keeps its message", () => {
  expect(errorFacts(new AppError("no-tls", "The server does not offer TLS."))).toEqual({
    name: "AppError",
    code: "no-tls",
    message: "The server does not offer TLS.",
  });
});
