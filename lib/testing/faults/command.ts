import { performance } from "node:perf_hooks";
import { installedMajors } from "../../postgres/embedded";
import { findPgDump } from "../pg-dump";
import { faults } from "./all-faults";
import { faultTable } from "./fault-table";
import { injectFault } from "./inject";
import { injectStoreFault, storeFaults } from "./store-faults";

/**
 * `npm run faults [-- <part of a title or a number> …]`: injects each fault on each installed major, tells how it ended, and
 * prints `survived N of N`. With `--table` it only prints where each of the 48 faults of the design is shown.
 * @returns 0 when every fault was survived, 1 otherwise, 64 when none is called so
 */
export async function runFaults(words: readonly string[]): Promise<number> {
  if (words[0] === "--table") {
    console.log(tableText());
    return 0;
  }
  const wanted = faults.filter(fits(words));
  if (wanted.length === 0 && !storeFaults.some(fits(words))) {
    console.error(`No fault is called ${words.join(" or ")}.`);
    return 64;
  }
  let survived = 0;
  let injected = 0;
  const skipped: string[] = [];
  for (const major of [...installedMajors()].sort((one, other) => one - other)) {
    const dump = await findPgDump(major);
    console.log(
      `\nPostgreSQL ${major}${dump === null ? ": no pg_dump can read it here, so our own reading of the schema is the only observer" : ` (observed by pg_dump ${dump.major} as well)`}`,
    );
    for (const fault of wanted) {
      const reason = fault.cannot?.() ?? null;
      if (reason !== null) {
        skipped.push(`${fault.number} ${fault.title}: ${reason}`);
        continue;
      }
      injected += 1;
      const begin = performance.now();
      const { ok, line } = await one(fault, major);
      if (ok) survived += 1;
      console.log(
        `${ok ? "✓" : "✗"} ${String(fault.number).padStart(2)} ${fault.title} — ${line} (${Math.round(performance.now() - begin)} ms)`,
      );
    }
  }
  const stored = storeFaults.filter(fits(words));
  if (stored.length > 0) console.log("\nThe store, people and requests");
  for (const fault of stored) {
    injected += 1;
    const wrong = await injectStoreFault(fault).catch((error: unknown) => [String(error)]);
    if (wrong.length === 0) survived += 1;
    console.log(
      `${wrong.length === 0 ? "✓" : "✗"} ${String(fault.number).padStart(2)} ${fault.title} — ${wrong.length === 0 ? fault.codes.join(", ") : wrong.join("; ")}`,
    );
  }
  for (const line of new Set(skipped)) console.log(`not injected here: ${line}`);
  if (words.length === 0) console.log(`\n${tableText()}`);
  console.log(`\nsurvived ${survived} of ${injected}`);
  return survived === injected ? 0 : 1;
}

/** Each fault of the design with what is injected for it, the tests that show it besides, and what is shown nowhere. */
function tableText(): string {
  const injected = (number: number): number =>
    [...faults, ...storeFaults].filter((fault) => fault.number === number).length;
  const lines = faultTable.map(({ number, fault, right, shownBy = {}, open }) => {
    const tests = Object.entries(shownBy).flatMap(([file, names]) => names.map((name) => `${file}: ${name}`));
    return [
      `${String(number).padStart(2)} ${fault} → ${right}`,
      ...(injected(number) === 0
        ? []
        : [`injected in ${injected(number) === 1 ? "one way" : `${injected(number)} ways`}`]),
      ...tests,
      ...(open === undefined ? [] : [`shown nowhere: ${open}`]),
    ].join("\n     ");
  });
  const both = faultTable.filter(({ number }) => injected(number) > 0).length;
  const open = faultTable.filter((row) => row.open !== undefined).length;
  return `${lines.join("\n")}\n${both} of ${faultTable.length} faults are injected, the others are shown by tests; of ${open} a part is shown nowhere.`;
}

const fits =
  (words: readonly string[]) =>
  ({ number, title }: { readonly number: number; readonly title: string }): boolean =>
    words.length === 0 || words.some((word) => word === String(number) || title.includes(word));

async function one(
  fault: (typeof faults)[number],
  major: number,
): Promise<{ readonly ok: boolean; readonly line: string }> {
  try {
    const { survived, schema, known, faults: wrong } = await injectFault(fault, major);
    return { ok: survived, line: survived ? `${known.status}, schema ${schema}` : wrong.join("; ") };
  } catch (error) {
    return { ok: false, line: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
