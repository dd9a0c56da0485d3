import { describe, expect, it } from "vitest";
import type { CatalogObject } from "../kinds/kind";
import type { Severity } from "../kinds/severity";
import type { Identity } from "../postgres/identity";
import { type Difference, differenceId } from "./difference";
import { formatFilter, formatTerm, matchesFilter, parseFilter } from "./filter";

const kinds = ["schema", "table", "column", "index", "materialised view"];

function missing(object: Identity, severity: Severity = "high"): Difference {
  return {
    id: differenceId(object),
    type: "missing",
    object,
    severity,
    includes: [],
    expected: { ...object } as CatalogObject,
  };
}

const usersId = missing({ kind: "column", schema: "public", table: "users", name: "id" }, "critical");
const foldersTable = missing({ kind: "table", schema: "public", name: "folders" });
const dealsIndex = missing(
  { kind: "index", schema: "sales", table: "deals", name: "deals_stage_idx" },
  "low",
);
const all = [usersId, foldersTable, dealsIndex];

const found = (text: string) =>
  all.filter((difference) => matchesFilter(parseFilter(text, kinds), difference)).map((d) => d.object.name);

describe("the filter box", () => {
  it("passes everything when it is empty", () => {
    expect(found("   ")).toEqual(["id", "folders", "deals_stage_idx"]);
  });

  it("compares severities with the worst one as the highest", () => {
    expect(found("sev:>=high")).toEqual(["id", "folders"]);
    expect(found("sev:<=high")).toEqual(["folders", "deals_stage_idx"]);
    expect(found("sev:low")).toEqual(["deals_stage_idx"]);
  });

  it("takes terms of one key as alternatives and joins different keys with and", () => {
    expect(found("kind:column kind:table")).toEqual(["id", "folders"]);
    expect(found("kind:column kind:table sev:critical")).toEqual(["id"]);
  });

  it("finds a table itself and what belongs to it, with or without its schema", () => {
    expect(found("table:users")).toEqual(["id"]);
    expect(found("table:public.folders")).toEqual(["folders"]);
    expect(found("table:sales.*")).toEqual(["deals_stage_idx"]);
  });

  it("takes no character of a name for a pattern but the star", () => {
    expect(found("table:user.")).toEqual([]);
    expect(found("schema:(sales")).toEqual([]);
  });

  it("asks for every word of free text, ignoring case", () => {
    expect(found("DEALS stage")).toEqual(["deals_stage_idx"]);
    expect(found("deals users")).toEqual([]);
  });

  it("finds a difference by its id", () => {
    expect(found(usersId.id.toLowerCase())).toEqual(["id"]);
  });

  it("excludes what a minus stands before", () => {
    expect(found("-kind:index -folders")).toEqual(["id"]);
  });

  it("keeps a resolved difference out of is:open", () => {
    const open = parseFilter("is:open", kinds);
    expect(matchesFilter(open, usersId, { open: false })).toBe(false);
    expect(matchesFilter(open, usersId, { open: true })).toBe(true);
  });

  it("finds what a cause explains, and the cause itself", () => {
    const caused: Difference = { ...foldersTable, cause: usersId.id };
    const filter = parseFilter(`cause:${usersId.id}`, kinds);
    expect(matchesFilter(filter, caused)).toBe(true);
    expect(matchesFilter(filter, usersId)).toBe(true);
    expect(matchesFilter(filter, dealsIndex)).toBe(false);
  });

  it("names the terms it does not understand and does not narrow the list by them", () => {
    const filter = parseFilter("kind:colum color:red sev:awful type:new is:big kind: users", kinds);
    expect(filter.ignored).toEqual(["kind:colum", "color:red", "sev:awful", "type:new", "is:big", "kind:"]);
    expect(filter.terms).toEqual([{ key: "text", value: "users", negated: false }]);
  });

  it("keeps spaces, colons and doubled quotes of a quoted value", () => {
    expect(parseFilter('kind:"materialised view" table:"odd ""name"""', kinds).terms).toEqual([
      { key: "kind", value: "materialised view", negated: false },
      { key: "table", value: 'odd "name"', negated: false },
    ]);
    expect(parseFilter('"kind:column"', kinds).terms).toEqual([
      { key: "text", value: "kind:column", negated: false },
    ]);
  });

  it("searches for a quote that is never closed instead of failing", () => {
    expect(parseFilter('table:"users', kinds).terms).toEqual([
      { key: "table", value: "users", negated: false },
    ]);
  });

  it("reads back what it prints", () => {
    const text = 'sev:>=high -kind:index table:"odd ""name""" type:missing "a b" "kind:x" "-minus"';
    const { terms } = parseFilter(text, kinds);
    expect(parseFilter(formatFilter(terms), kinds).terms).toEqual(terms);
    expect(terms.map(formatTerm)).toContain('table:"odd ""name"""');
  });
});
