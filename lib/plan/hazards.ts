import type { HazardCode } from "../postgres/statement";

/** One way a statement can hurt, as pages and reports explain it. */
export interface HazardDescription {
  /** `Data is lost`. */
  readonly title: string;
  /** When a statement has the hazard. */
  readonly condition: string;
  /** What happens to those who use the database. */
  readonly effect: string;
  /** What to do about it. */
  readonly workaround: string;
}

/** Every hazard (postgres-facts.md §1, measured). A code without a description does not compile. */
export const hazards: { readonly [code in HazardCode]: HazardDescription } = {
  "data-loss": {
    title: "Data is lost",
    condition:
      "A table, a column, or an extension with columns of its types is dropped; or a column gets a type that holds less of each value, which Postgres cuts without an error.",
    effect: "The rows or values are gone with the COMMIT. No statement brings them back, only a backup does.",
    workaround:
      "Copy what may be needed first, or rename the object and drop it later. `--no-drops` leaves such fixes out.",
  },
  "table-rewrite": {
    title: "The table is written anew",
    condition: "A type, an access method or another property changes how rows are stored.",
    effect:
      "Nobody reads or writes the table until the transaction ends; it takes about the table's size again on disk and in the WAL. Transactions that began before with REPEATABLE READ see the table as empty.",
    workaround:
      "Do it in a window, with two to three times the table's size free on disk; or add a new column, fill it in batches and swap the names.",
  },
  "table-scan": {
    title: "Every row is read",
    condition: "Postgres must see that each row keeps a new promise.",
    effect: "The statement's lock is held for as long as reading the table takes.",
    workaround: "Take the online form, which reads the rows under a lock that lets others read and write.",
  },
  "blocks-reads": {
    title: "Readers wait",
    condition: "The statement takes ACCESS EXCLUSIVE and keeps it for more than a moment.",
    effect:
      "Every query on the table waits until the transaction ends. While the statement itself waits for its lock, queries that come later wait behind it.",
    workaround: "Keep lock_timeout short, and run it when no long transaction is open on the table.",
  },
  "blocks-writes": {
    title: "Writers wait",
    condition: "An index is built without CONCURRENTLY.",
    effect: "INSERT, UPDATE and DELETE on the table wait until the transaction ends; reading goes on.",
    workaround: "Take the online form: CREATE INDEX CONCURRENTLY.",
  },
  "index-build": {
    title: "An index is built",
    condition: "An index, a unique constraint, a primary key or an exclusion constraint is added.",
    effect: "The table is read and sorted; it takes time, memory (maintenance_work_mem) and disk.",
    workaround: "Look at the table's size first, and take the online form for large ones.",
  },
  "index-dropped": {
    title: "An index is dropped",
    condition: "An index is dropped.",
    effect:
      "Queries that found their rows by it read the whole table. Dropping takes ACCESS EXCLUSIVE on the table for a moment.",
    workaround:
      "See in pg_stat_user_indexes whether it is used, on replicas too. The online form drops it CONCURRENTLY.",
  },
  "may-fail-on-data": {
    title: "Rows may stop it",
    condition: "Whether the statement gets through depends on the values that are there.",
    effect: "A value that does not fit stops it with an error, and the whole transaction is rolled back.",
    workaround: "Ask first: its preflight queries count the rows that would stop it. Correct those rows.",
  },
  "constraint-dropped": {
    title: "A constraint is dropped",
    condition: "A constraint is dropped.",
    effect:
      "Rows that it refused can be written from then on. Dropping a foreign key takes ACCESS EXCLUSIVE on both tables.",
    workaround: "Make sure that the code no longer relies on it; putting it back checks every row again.",
  },
  "access-widened": {
    title: "Access is widened",
    condition: "A privilege is granted, or row level security is switched off.",
    effect: "A role can see or change what it could not before.",
    workaround: "Have whoever answers for the data look at it first.",
  },
  "access-narrowed": {
    title: "Access is narrowed",
    condition: "A privilege is revoked, or row level security is switched on.",
    effect: "Queries of a role that needed it fail (42501) or give fewer rows.",
    workaround: "Look for the role among the running sessions, and tell its users.",
  },
  "statistics-lost": {
    title: "Statistics are lost",
    condition: "A column's type changes.",
    effect: "Until the table is analysed, queries on the column may take bad plans.",
    workaround: "The plan ends with ANALYZE for each such table; let it run before load comes back.",
  },
  "session-time-zone": {
    title: "The session's time zone decides",
    condition: "Times without a zone become times with one, or the other way round.",
    effect:
      "Each value is taken for a time of the TimeZone of the session that runs the statement: in another zone than they were written in, all values shift without an error.",
    workaround:
      "Find out in which zone the values were written, and SET TimeZone to it before the plan in the same session. In UTC no row is written anew.",
  },
  "untracked-dependents": {
    title: "Callers that Postgres does not know",
    condition: "A function or an aggregate is dropped or gets another signature.",
    effect: "Bodies of other functions and applications that call it fail when they run (42883), not now.",
    workaround: "Search function bodies and the code for its name.",
  },
  "cannot-be-undone": {
    title: "Cannot be undone",
    condition: "Postgres has no statement that reverses it, such as for an added enum label.",
    effect: "Undoing takes a new object and a rewrite of what uses the old one.",
    workaround: "Be sure before; the undo of the plan says what it would take.",
  },
  "extension-change": {
    title: "An extension changes",
    condition: "An extension is created, updated, moved or dropped.",
    effect: "All its types, functions and operators come, change or go; its files must be on the server.",
    workaround: "Try it on a copy with the same server packages.",
  },
  "needs-superuser": {
    title: "Needs a superuser",
    condition: "Postgres lets only superusers run the statement.",
    effect: "As another role it fails (42501), and the whole transaction is rolled back.",
    workaround: "Run the plan as a superuser, or ask the provider of the server for the way it offers.",
  },
};
