import fs from "node:fs";
import { expect, test } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves out the optional packages of other platforms when a registry does not have them; `npm ci` on a fresh clone
// then refuses the lock file, even on the platform it was made on.
test("the lock file names every optional package, so that a fresh clone can be installed on any platform", () => {
  const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8")) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const missing = Object.entries(packages).flatMap(([place, one]) =>
    Object.keys(one.optionalDependencies ?? {}).filter((name) => !isLocked(packages, place, name)),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(300);
  expect(missing).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(fs.readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});

function isLocked(packages: Readonly<Record<string, LockedPackage>>, place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}
