import { describe, expect, it } from "vitest";
import { differenceId } from "./difference";

describe("differenceId", () => {
  it("is the same for ever: stored differences and links are found by it", () => {
    const vectors = [
      [{ kind: "table", schema: "public", name: "users" }, "D-TP4B6QR2"],
      [{ kind: "column", schema: "public", table: "users", name: "id" }, "D-LLX24RP7"],
      [{ kind: "extension", name: "postgis" }, "D-SOOCWHTV"],
      [{ kind: "function", schema: "public", name: "area", arguments: "integer" }, "D-EW4LPRP2"],
      [{ kind: "table", schema: 'we"ird\n', name: "\u202Eü\\" }, "D-TECZHTRG"],
    ] as const;
    expect(vectors.map(([object]) => differenceId(object))).toEqual(vectors.map(([, id]) => id));
  });

  it("can be read out: no letter or digit that looks like another", () => {
    for (let number = 0; number < 500; number++) {
      expect(differenceId({ kind: "table", name: `t${number}` })).toMatch(/^D-[A-Z2-7]{8}$/);
    }
  });

  it("is another for each of many objects, and blind to attributes", () => {
    const ids = Array.from({ length: 5_000 }, (_, number) =>
      differenceId({ kind: "table", schema: "s", name: `t${number}` }),
    );
    expect(new Set(ids).size).toBe(5_000);
    const withAttributes = { kind: "table", schema: "s", name: "t0", owner: "x" };
    expect(differenceId(withAttributes)).toBe(ids[0]);
  });
});
