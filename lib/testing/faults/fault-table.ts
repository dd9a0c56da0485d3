import type { ShownBy } from "../architecture/shown-by";

/** One of the 48 faults of faults-and-security.md §2: what happens, what is right then, and what shows it beside the faults that are injected under its number. */
export interface TableRow {
  readonly number: number;
  /** What happens. */
  readonly fault: string;
  /** What the product has to do. */
  readonly right: string;
  /** Needed where nothing is injected. */
  readonly shownBy?: ShownBy;
  /** What of it is shown nowhere, why, and what comes nearest to it. */
  readonly open?: string;
}

/** Where each fault is shown: printed by `npm run faults -- --table`, held by faults.test.ts. */
export const faultTable: readonly TableRow[] = [
  {
    number: 1,
    fault: "the app is killed in the middle of a statement",
    right: "the server notices, rolls back and lets the locks go; a restarted app settles the run",
    shownBy: {
      "lib/jobs/apply-plan.test.ts": ["a worker that is killed in the middle leaves a run that is settled"],
    },
  },
  {
    number: 2,
    fault: "the app is killed while idle in its transaction",
    right: "rolled back at once, and settled so",
  },
  {
    number: 3,
    fault: "the app is killed, or cut off, when COMMIT is sent",
    right: "the server is asked what became of the transaction; never guessed, never called failed",
    shownBy: {
      "lib/apply/lost-commit.test.ts": [
        "is found committed where the server got it and its answer was lost",
        "is found rolled back where the server never got it",
      ],
      "lib/apply/reconcile-run.test.ts": ["asks the server for the transaction"],
      "lib/jobs/apply-plan.test.ts": [
        "a run whose worker died after COMMIT is settled as committed",
        "a run that nobody can know of stays in doubt",
      ],
    },
  },
  {
    number: 4,
    fault: "a backend crashes, or the server is restarted",
    right: "bounded reconnecting, settled by the server's word",
    shownBy: { "lib/apply/open-run.test.ts": ["waits for a server that is starting up"] },
    open: "power loss: servers of tests run without fsync; SIGKILL of a backend and a restart in the middle are injected",
  },
  {
    number: 5,
    fault: "a statement, or COMMIT itself, is cancelled",
    right: "COMMIT counts by its tag alone; rolled back, and told why",
    shownBy: {
      "lib/apply/contention.test.ts": ["takes a cancellation that comes with COMMIT for a rollback"],
    },
  },
  {
    number: 6,
    fault: "the session is ended, or times out idle",
    right: "a lost connection never brings the app down; the outcome is known",
  },
  {
    number: 7,
    fault: "a lock cannot be had in time",
    right: "rolled back and tried again, a few times, within the window, with who stands in the way shown",
    shownBy: { "lib/apply/contention.test.ts": ["gives up after so many tries, with nothing changed"] },
  },
  {
    number: 8,
    fault: "readers queue behind our waiting lock",
    right: "no longer than the lock timeout",
    shownBy: { "lib/apply/lock-tables.test.ts": ["gives up all locks when they take too long together"] },
  },
  { number: 9, fault: "a statement takes too long", right: "rolled back; the step is named" },
  {
    number: 10,
    fault: "a deadlock",
    right: "locks up front in one order; the whole transaction is tried again",
  },
  {
    number: 11,
    fault: "the disk is full",
    right: "what is needed is told before; the rollback gives the space back",
  },
  { number: 12, fault: "temp_file_limit is exceeded", right: "rolled back, with words for it" },
  {
    number: 13,
    fault: "the server has no room for so many locks",
    right: "refused before the first lock where it can be told",
    shownBy: {
      "lib/apply/open-run.test.ts": [
        "refuses a transaction that needs more locks than the server has room for",
      ],
    },
  },
  {
    number: 14,
    fault: "two operators apply at once",
    right: "one run: an advisory lock in the database, and one active run in the store",
    shownBy: {
      "lib/apply/contention.test.ts": [
        "lets the second of two runs on one database go no further than its first statement",
      ],
      "lib/operations/start-run.test.ts": [
        "is started once by 20 requests at once, with one sheet or with many",
      ],
    },
  },
  {
    number: 15,
    fault: "another migrator, a dump or autovacuum is at work",
    right: "known migrators are refused and kept out; a dump is told; autovacuum is made to yield",
    shownBy: {
      "lib/apply/other-migrators.test.ts": ["a migration that is running"],
      "lib/apply/open-run.test.ts": ["tells of a running dump, which every lock would wait for"],
    },
    open: "the other tools themselves: their advisory locks and application names stand for them; autovacuum is real",
  },
  {
    number: 16,
    fault: "the database changes between plan and run",
    right: "the plan is stale and its approvals end, also at the last moment",
    shownBy: {
      "lib/apply/run-plan.test.ts": [
        "refuses a plan for a schema that has changed since",
        "sees a change that slips in between the last look and the locks",
      ],
      "lib/operations/plan-approval.test.ts": [
        "a change in the live database that the checks see makes the plan stale",
      ],
    },
  },
  {
    number: 17,
    fault: "the plan is edited after its approval",
    right: "the hash no longer fits: nobody can approve or run it",
    shownBy: {
      "lib/operations/plan-approval.test.ts": ["one byte of a plan that was changed in the store ends it"],
    },
  },
  {
    number: 18,
    fault: "the approval is taken back, or its giver loses the role",
    right: "looked at again at the claim and right before COMMIT",
    shownBy: {
      "lib/jobs/apply-plan.test.ts": ["an approval that is taken back while locks are waited for"],
    },
  },
  {
    number: 19,
    fault: "who asks also approves",
    right: "refused unless the policy says otherwise; one person counts once",
    shownBy: {
      "lib/operations/plan-approval.test.ts": [
        "who made or requested a plan cannot approve it, whatever their role",
        "twenty approvals at once of one person leave one, and of twenty people twenty",
      ],
      "lib/access/approval.test.ts": ["what does not count says why, and one person counts once"],
    },
    open: "two accounts of one person: nobody but who invites people can tell; what everybody does stands in the audit log",
  },
  {
    number: 20,
    fault: "the window begins or ends during the run",
    right: "half-open, to the millisecond; looked at before BEGIN, after the locks and before COMMIT",
    shownBy: {
      "lib/access/window.test.ts": ["is open from its start, up to but not at its end, to the millisecond"],
      "lib/operations/windows.test.ts": ["moves the end of what works inside it"],
    },
  },
  {
    number: 21,
    fault: "midnight and changes of clocks",
    right: "local times that do not exist or exist twice are refused",
    shownBy: {
      "lib/access/window.test.ts": [
        "has exactly the instants at which the zone's clocks show it, over two years of every zone",
        "goes over midnight",
      ],
    },
  },
  {
    number: 22,
    fault: "our clock is wrong",
    right: "refused where it differs from the server's by more than five seconds",
  },
  {
    number: 23,
    fault: "a request is replayed",
    right: "its token works once: the replay leads to the run that was",
  },
  { number: 24, fault: "a double click", right: "one run" },
  {
    number: 25,
    fault: "a stale tab, or one of an earlier build",
    right: "it acts on nothing but what it shows; an earlier build is told to load the page again",
    shownBy: {
      "e2e/foreign-requests.spec.ts": ["a button of an earlier build does nothing, and says what to do"],
    },
  },
  {
    number: 26,
    fault: "a POST from another site, or with a null or missing Origin",
    right: "refused",
    shownBy: {
      "lib/access/request-origin.test.ts": ["behind a proxy only the public origin passes"],
      "e2e/foreign-requests.spec.ts": ["a POST passes only from our own pages: the thirteen cases"],
    },
  },
  {
    number: 27,
    fault: "a spoofed X-Forwarded-Host",
    right: "the public origin is configured, never read from a request",
    shownBy: {
      "lib/access/request-origin.test.ts": ["the host of the public origin is ours, and no other beside it"],
    },
  },
  {
    number: 28,
    fault: "an action is called without its page",
    right: "each operation checks session, role and object itself",
    shownBy: {
      "lib/testing/operation-matrix.test.ts": ["everybody, on their own and on foreign objects"],
      "e2e/foreign-requests.spec.ts": ["every server action of the build stands in the matrix"],
    },
  },
  {
    number: 29,
    fault: "an object of another database is named",
    right: "it does not exist for who may not read it",
    shownBy: {
      "lib/testing/page-matrix.test.ts": ["everybody, on pages of their own and of foreign databases"],
    },
  },
  {
    number: 30,
    fault: "the session was revoked, or is old",
    right: "no cache of sessions; a proof of the last five minutes for dangerous work",
    shownBy: { "lib/operations/sign-in.test.ts": ["is signed out at once and cannot come back"] },
  },
  {
    number: 31,
    fault: "the role loses a right",
    right: "what cannot be read is not missing, and is never offered to be created",
    shownBy: { "lib/apply/contention.test.ts": ["refuses where the role may not read everything"] },
  },
  {
    number: 32,
    fault: "owner or grants are others than planned after a rebuild",
    right: "the proof compares them",
    shownBy: {
      "lib/apply/key-conversion.test.ts": ["works as the owner of the objects, who is no superuser"],
    },
  },
  {
    number: 33,
    fault: "a pooler in transaction mode",
    right: "noticed and refused",
    shownBy: { "lib/apply/open-run.test.ts": ["a pooler in transaction mode"] },
  },
  {
    number: 34,
    fault: "a replica, a failover, another server under the name",
    right: "refused, before and after the locks",
    shownBy: { "lib/apply/reconcile-run.test.ts": ["reads the catalog where the number means nothing"] },
    open: "a real failover to another machine: a restart as a standby, another system identifier and another timeline are",
  },
  {
    number: 35,
    fault: "a huge catalog",
    right: "one query for each kind; what the plan does not touch is not locked",
    open: "ten thousand tables: a thousand stand beside the plan here; npm run bench -- 10000 reads and compares ten thousand",
  },
  {
    number: 36,
    fault: "DDL while we read",
    right: "a whole reading, or one that claims nothing",
    shownBy: { "lib/introspect/introspect.test.ts": ["gives a whole reading, or one that claims nothing"] },
  },
  {
    number: 37,
    fault: "hostile names",
    right: "quoted by one function, compared by bytes, shown with their escapes",
    shownBy: { "e2e/hostile-names.spec.ts": ["hostile names are shown as they are written and never run"] },
  },
  {
    number: 38,
    fault: "a name with a line break in exported SQL",
    right: "psql runs nothing but the script",
  },
  {
    number: 39,
    fault: "markup in names, comments, defaults and bodies",
    right: "text, never markup",
    shownBy: { "e2e/hostile-names.spec.ts": ["hostile names are shown as they are written and never run"] },
  },
  {
    number: 40,
    fault: "formulas and markup in exports",
    right: "defused",
    shownBy: { "lib/access/csv.test.ts": ["no text is left that a spreadsheet would calculate"] },
  },
  {
    number: 41,
    fault: "an address that leads into our own network",
    right: "looked up once, pinned, refused unless allowed",
    shownBy: {
      "lib/operations/pin-address.test.ts": ["a name is looked up once, and all it means has to be allowed"],
    },
  },
  {
    number: 42,
    fault: "a server that only pretends to be Postgres",
    right: "no password that is not meant for it, limits on time and size",
    shownBy: {
      "lib/cli/bad-input.test.ts": [
        "gives up on a port that never says a word",
        "refuses a database that imitates Postgres",
        "sends nobody a password that was not meant for the address",
      ],
    },
  },
  {
    number: 43,
    fault: "secrets and row values in errors",
    right: "only fields of an allow-list are told",
    shownBy: {
      "lib/apply/run-plan.test.ts": ["leaves everything as it was where a row stops a statement"],
      "e2e/secrets.spec.ts": ["no secret is found in the store's files, servers' logs, pages, payloads"],
    },
  },
  {
    number: 44,
    fault: "share tokens are guessed or leak",
    right: "256 bits, hashed, limited, one answer for every failure",
    shownBy: {
      "lib/operations/share-link.test.ts": [
        "unknown, expired, revoked, used up and a wrong passcode all answer the same",
        "an address that tries too many links is held off",
      ],
    },
  },
  {
    number: 45,
    fault: "the audit log is edited, cut or forked",
    right: "found, by its chain and by heads that are kept elsewhere",
    shownBy: {
      "lib/operations/audit.test.ts": [
        "twenty deeds at once make one chain without a fork",
        "who switches the triggers off to edit, remove or cut is found out by chain and heads",
      ],
    },
  },
  {
    number: 46,
    fault: "the store, or its audit log, is away",
    right: "no entry, no BEGIN; nothing is committed that was not written down before",
  },
  {
    number: 47,
    fault: "CREATE INDEX CONCURRENTLY fails or is broken off",
    right: "no invalid index stays, or it is told; resumed where it stopped",
    shownBy: {
      "lib/jobs/resume-run.test.ts": ["is resumed after kill -9 inside CREATE INDEX CONCURRENTLY"],
    },
  },
  {
    number: 48,
    fault: "an event trigger refuses or does more",
    right: "told before; rolled back where it changes anything besides",
    shownBy: { "lib/apply/run-plan.test.ts": ["rolls back what an event trigger changes besides the plan"] },
  },
];
