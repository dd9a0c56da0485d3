/** A fault of faults-and-security.md §2 that is no fault of a run: what shows it instead. */
export interface ShownElsewhere {
  readonly number: number;
  readonly title: string;
  /** Why it is not injected into a run. */
  readonly because: string;
  /** The tests that show it. */
  readonly tests: readonly string[];
}

export const shownElsewhere: readonly ShownElsewhere[] = [
  {
    number: 26,
    title: "a POST from another site, or with a null or missing Origin",
    because: "it is about the app's front door, and takes the built app and a browser",
    tests: ["lib/access/request-origin.test.ts", "e2e/foreign-requests.spec.ts"],
  },
  {
    number: 27,
    title: "a spoofed X-Forwarded-Host",
    because: "it is about the app's front door",
    tests: ["lib/access/request-origin.test.ts"],
  },
  {
    number: 28,
    title: "an action that is called without its page",
    because: "every operation is called as everybody, instead of one run",
    tests: ["lib/testing/operation-matrix.test.ts", "e2e/foreign-requests.spec.ts"],
  },
  {
    number: 39,
    title: "markup in names, comments, defaults and bodies",
    because: "it takes a browser that would run it",
    tests: ["e2e/hostile-names.spec.ts"],
  },
  {
    number: 40,
    title: "formulas and markup in exports",
    because: "it is about files that others open",
    tests: ["lib/access/csv.test.ts", "lib/operations/export-report.test.ts"],
  },
  {
    number: 41,
    title: "addresses that lead into our own network",
    because: "such a database is refused before there is a plan",
    tests: ["lib/operations/pin-address.test.ts"],
  },
  {
    number: 42,
    title: "servers that only pretend to be Postgres",
    because: "such a database is refused before there is a plan",
    tests: ["lib/cli/bad-input.test.ts", "lib/postgres/connect.test.ts"],
  },
  {
    number: 44,
    title: "share tokens that are guessed or leak",
    because: "it is about pages for strangers",
    tests: ["lib/operations/share-link.test.ts", "e2e/share.spec.ts"],
  },
  {
    number: 45,
    title: "an audit log that is edited, cut or forked",
    because: "it is about what is kept of a run, not about the run",
    tests: ["lib/operations/audit.test.ts", "lib/access/audit-chain.test.ts"],
  },
];

/** What no machine of tests can do, with what comes nearest to it. */
export const notInjected: readonly string[] = [
  "4 power loss: servers of tests run without fsync; SIGKILL of a backend and a restart in the middle are injected",
  "15 the other tools themselves: their advisory locks and application names are taken in their stead",
  "34 a real failover to another machine: a restart as a standby, another system identifier and another timeline are",
  "35 ten thousand tables: a thousand stand beside the plan here; npm run bench -- 10000 reads and compares ten thousand",
];
