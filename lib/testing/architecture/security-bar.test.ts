import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createPlanSchema } from "../../operations/create-plan";
import { replanSchema } from "../../operations/replan";
import { rehearsalSchema } from "../../operations/request-rehearsal";
import { startRunSchema } from "../../operations/start-run";
import { sourceFiles } from "./imports";
import { securityBar } from "./security-bar";
import { notThere } from "./shown-by";

const root = path.resolve(import.meta.dirname, "../../..");

describe("the security bar", () => {
  it.each(securityBar)("$control ($asvs)", ({ shownBy }) => {
    expect(Object.keys(shownBy).length).toBeGreaterThan(0);
    expect(notThere(root, shownBy)).toEqual([]);
  });

  it("names every control of the design", () => {
    expect(securityBar).toHaveLength(27);
  });

  it("nothing that a person sends to a plan or a run is SQL: ids, switches, names and what proves who they are", () => {
    const fields = (schema: z.ZodObject) => Object.keys(schema.shape).toSorted();
    expect(fields(createPlanSchema)).toEqual(["differences", "drops", "online", "othersThan"]);
    expect(fields(replanSchema)).toEqual(["differences", "drops", "online", "othersThan"]);
    expect(fields(rehearsalSchema)).toEqual(["password", "place", "user"]);
    expect(fields(startRunSchema)).toEqual(["databaseName", "hash", "password", "plan", "token", "user"]);
    expect(createPlanSchema.safeParse({ differences: ["DROP TABLE users"] }).success).toBe(false);
    const others = { differences: [], othersThan: ["DROP TABLE users"] };
    expect(createPlanSchema.safeParse(others).success).toBe(false);
    // Plans come from two places, and both make them of catalogs.
    const makers = sourceFiles(root).filter(
      (file) =>
        /^(lib|app)\//.test(file) &&
        !/\.test\.|generated|^lib\/(store|testing)\//.test(file) &&
        /\binsertPlan\(/.test(readFileSync(path.join(root, file), "utf8")),
    );
    expect(makers).toEqual(["lib/operations/create-plan.ts", "lib/operations/make-undo-plan.ts"]);
  });

  it("runs on no version with a known hole", () => {
    // Middleware that was passed by, actions of a null origin (CVE-2026-27978), keys of rate limits (CVE-2026-45364).
    const least = { next: [16, 2, 6], "better-auth": [1, 4, 17] } as const;
    const manifest = z.object({
      version: z.string(),
      dependencies: z.record(z.string(), z.string()).optional(),
    });
    const read = (file: string) => manifest.parse(JSON.parse(readFileSync(path.join(root, file), "utf8")));
    const own = manifest
      .partial({ version: true })
      .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
    for (const [name, wanted] of Object.entries(least)) {
      const { version } = read(`node_modules/${name}/package.json`);
      // What is asked for is one version, so that what was looked at is what runs.
      expect(own.dependencies?.[name], name).toBe(version);
      const parts = version.split(/[.-]/).map(Number);
      const order =
        wanted.map((part, index) => Math.sign((parts[index] ?? 0) - part)).find((sign) => sign !== 0) ?? 0;
      expect(order, `${name} ${version} is older than ${wanted.join(".")}`).toBeGreaterThanOrEqual(0);
    }
  });
});
