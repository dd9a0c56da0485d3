import { describe, expect, it } from "vitest";
import type { AppError } from "../postgres/app-error";
import { readIgnoreFile } from "./ignore-file";

const file = (...rules: readonly object[]): string =>
  JSON.stringify({ format: "plumbline.ignore/v1", rules });

function refusal(text: string): string {
  try {
    readIgnoreFile(text, "rules.json");
  } catch (error) {
    return `${(error as AppError).code}: ${(error as Error).message}`;
  }
  return "read";
}

describe("a file of ignore rules", () => {
  it("is read with what is left out as nothing, and ids by place", () => {
    expect(readIgnoreFile(file({ kind: "index", name: "tmp_*", reason: "scratch" }), "rules.json")).toEqual([
      {
        ...{ id: "I-1", kind: "index", schema: null, name: "tmp_*", attribute: null },
        ...{ reason: "scratch", author: "", expiresAt: null },
      },
    ]);
  });

  it.each([
    ["no JSON", "{", "rules.json cannot be read: it is not JSON."],
    ["another format", '{"format":"x","rules":[]}', "rules.json cannot be read: format: "],
    ["a rule that would hide everything", file({ reason: "all" }), "would hide everything"],
    [
      "a kind there is none of",
      file({ kind: "tabel", reason: "x" }),
      'rules.0.kind: there is no kind "tabel"',
    ],
    [
      "an attribute the kind has not",
      file({ kind: "table", attribute: "colour", reason: "x" }),
      'rules.0.attribute: a table has no attribute "colour" that is compared',
    ],
    ["no reason", file({ kind: "table", reason: " " }), "rules.0.reason: a rule needs a reason"],
    ["a field that means nothing", file({ kind: "table", reason: "x", tabel: "y" }), "rules.0"],
    ["an end that is no time", file({ kind: "table", reason: "x", expiresAt: "soon" }), "rules.0.expiresAt"],
    [
      "the same id twice",
      file({ id: "a", kind: "table", reason: "x" }, { id: "a", kind: "view", reason: "x" }),
      "two rules have the id a",
    ],
  ])("with %s is refused", (_, text, message) => {
    expect(refusal(text)).toContain("ignore-rules-unreadable: ");
    expect(refusal(text)).toContain(message);
  });
});
