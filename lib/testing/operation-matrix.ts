import type { Right } from "../access/authority";
import type { MatrixObjects } from "./operation-matrix-objects";

/**
 * Who may ask for what: one entry for each server action and each method of a route. The test beside it finds them all by
 * itself and fails for one without an entry, calls each as everybody on their own and on foreign objects, and compares.
 */
export interface MatrixEntry {
  /**
   * `anybody` is whoever has the address, `a person` whoever is signed in, `who sees any` whoever is signed in or holds a
   * token and finds only what they may read.
   */
  readonly needs: Right | "anybody" | "a person" | "who sees any";
  /** True for what machines alone may ask: cookies do not open it. */
  readonly machines?: true;
  /** Whether the right is asked for on a database, where it can be held on that one alone; otherwise on everything. */
  readonly on?: "a database";
  /** True when the last proof of identity must be fresh. */
  readonly fresh?: true;
  /** A refusal that only who was let in can get, because the object has nothing of the kind. */
  readonly passes?: string;
  /** What it answers for another database's object when it looks among those of the one that is named only. */
  readonly findsNothing?: string;
  /** The fields of the form. Actions that take other parameters have `parameters`. */
  readonly form?: (objects: MatrixObjects) => Readonly<Record<string, string | readonly string[]>>;
  readonly parameters?: (objects: MatrixObjects) => readonly unknown[];
  /** Of a route: its path's parameters, and its query. */
  readonly route?: (objects: MatrixObjects) => {
    readonly parameters?: Readonly<Record<string, string>>;
    readonly query?: string;
  };
}

const database = (
  needs: Right,
  form: NonNullable<MatrixEntry["form"]>,
  more: Partial<MatrixEntry> = {},
): MatrixEntry => ({
  ...{ needs, on: "a database", form },
  ...more,
});
const everything = (
  needs: MatrixEntry["needs"],
  form: NonNullable<MatrixEntry["form"]>,
  more: Partial<MatrixEntry> = {},
): MatrixEntry => ({
  ...{ needs, form },
  ...more,
});
const none = () => ({});
const hash = "0".repeat(64);
// Nobody listens there.
const connection = { host: "127.0.0.1", port: "1", database: "matrix", user: "matrix", tls: "disable" };
const slugOf = ({ slug }: MatrixObjects) => ({ slug });
const planOf = ({ plan }: MatrixObjects) => ({ id: plan });
const runOf = ({ run }: MatrixObjects) => ({ runId: run });
const personOf = ({ person }: MatrixObjects) => ({ person });
const windowOf = ({ window, occurrence }: MatrixObjects) => ({ id: window, scheduledAt: occurrence });

/** By file below the root and name: `app/databases/actions.ts checkNow`, `app/api/palette/route.ts GET`. */
export const operationMatrix: Readonly<Record<string, MatrixEntry>> = {
  "app/databases/actions.ts addDatabase": everything("add databases", () => ({
    ...connection,
    ...{ environment: "other", sourceType: "paste", sourceText: "SELECT 1;" },
  })),
  "app/databases/actions.ts testConnection": everything("add databases", () => connection),
  "app/databases/actions.ts checkNow": database("request checks", slugOf),
  "app/databases/actions.ts cancelCheck": {
    ...{ needs: "request checks", on: "a database" },
    parameters: ({ check }) => [{ checkId: check }],
  },
  "app/databases/actions.ts removeDatabase": database("remove databases", slugOf),
  "app/databases/actions.ts reseedDemo": everything("manage the demo", none),
  "app/databases/actions.ts removeDemo": everything("manage the demo", none),

  "app/databases/[slug]/code/actions.ts openCodeChange": database("read databases", slugOf),
  "app/databases/[slug]/code/download/route.ts GET": {
    ...{ needs: "read databases", on: "a database", passes: "not-checked" },
    route: ({ slug }) => ({ parameters: { slug } }),
  },
  "app/databases/[slug]/credentials/actions.ts changeCredentials": database(
    "add databases",
    ({ slug }) => ({ slug, password: "another" }),
    { fresh: true },
  ),

  "app/comments/actions.ts comment": database("comment", ({ slug, difference }) => ({
    ...{ slug, kind: "difference", id: difference, body: "Looked at." },
  })),
  "app/comments/actions.ts removeOwnComment": database(
    "comment",
    // Removing is for its author; who may read is told that there is none.
    ({ slug }) => ({ slug, comment: "00000000-0000-4000-8000-000000000000" }),
    { passes: "no-such-comment" },
  ),
  "app/decisions/actions.ts decide": database("decide differences", ({ slug, difference }) => ({
    ...{ slug, id: difference, decision: "fix database", reason: "The code is right.", term: "none" },
  })),
  "app/decisions/actions.ts takeBack": database(
    "decide differences",
    ({ slug, difference }) => ({
      ...{ slug, id: difference },
    }),
    { passes: "no-such-decision" },
  ),

  "app/databases/[slug]/backups/actions.ts takeBackup": database("take backups", slugOf),
  "app/databases/[slug]/backups/actions.ts verifyBackup": database("take backups", ({ backup }) => ({
    id: backup,
  })),
  "app/databases/[slug]/backups/actions.ts cancelBackup": database("take backups", ({ backup }) => ({
    id: backup,
  })),
  "app/databases/[slug]/backups/actions.ts recordSnapshot": database("take backups", ({ slug }) => ({
    ...{ slug, snapshotId: "snap-1", provider: "elsewhere", note: "", takenAt: "2026-01-01T00:00:00Z" },
  })),
  "app/databases/[slug]/settings/actions.ts savePolicy": database(
    "manage policies",
    ({ slug }) => ({
      ...{ slug, approvals: "1", approvalHours: "24", longestLockSeconds: "" },
    }),
    { fresh: true },
  ),
  "app/databases/[slug]/settings/ignored/actions.ts saveIgnoreRule": database(
    "manage policies",
    ({ slug }) => ({
      ...{ slug, intent: "add", kind: "table", name: "old_*", reason: "Left over.", days: "30" },
    }),
  ),
  "app/databases/[slug]/settings/ignored/actions.ts dropIgnoreRule": database(
    "manage policies",
    ({ slug, ignoreRule }) => ({ slug, id: ignoreRule }),
  ),
  "app/databases/[slug]/share/actions.ts share": database(
    "share",
    ({ slug }) => ({
      slug,
      subject: "database",
      hide: ["names"],
      term: "7 days",
      passcode: "",
      maximumOpens: "",
      note: "",
    }),
    { passes: "no-such-check", fresh: true },
  ),
  "app/databases/[slug]/share/actions.ts revokeShare": database("share", ({ shareLink }) => ({
    id: shareLink,
  })),

  "app/plans/actions.ts makePlan": database("make plans", ({ slug, difference }) => ({ slug, difference }), {
    findsNothing: "not-checked",
  }),
  "app/plans/actions.ts replacePlan": database("make plans", planOf),
  "app/plans/actions.ts markStatements": {
    ...{ needs: "read databases", on: "a database" },
    passes: "no-such-statement",
    parameters: ({ plan }) => [plan, [0], true],
  },
  "app/plans/actions.ts acceptHazards": database("make plans", ({ plan }) => ({
    id: plan,
    key: JSON.stringify("none"),
  })),
  "app/plans/actions.ts runChecks": database("make plans", planOf),
  "app/plans/actions.ts beginChecks": database("make plans", planOf),
  "app/plans/actions.ts askForApproval": database("make plans", ({ plan }) => ({ id: plan, hash })),
  "app/plans/actions.ts review": database("approve plans", ({ plan }) => ({
    ...{ id: plan, verdict: "approve", comment: "", hash },
  })),
  "app/plans/actions.ts withdraw": database("read databases", planOf, { passes: "no-such-review" }),
  "app/plans/actions.ts bypass": database(
    "bypass approval",
    ({ plan }) => ({
      ...{ id: plan, hash, reason: "It cannot wait until tomorrow." },
    }),
    { fresh: true },
  ),
  "app/plans/actions.ts discard": database("make plans", planOf),

  "app/runs/actions.ts startRun": database(
    "run plans",
    ({ plan }) => ({
      plan,
      hash,
      databaseName: "matrix",
      token: "t".repeat(43),
      user: "",
      password: "",
    }),
    { fresh: true },
  ),
  "app/runs/actions.ts controlRun": {
    ...{ needs: "run plans", on: "a database" },
    parameters: ({ run }) => [run, { type: "pause" }],
  },
  "app/runs/actions.ts changeDriver": {
    ...{ needs: "run plans", on: "a database" },
    parameters: ({ run }) => [run, "take over"],
  },
  "app/runs/actions.ts undoRun": database("make plans", runOf),
  "app/runs/actions.ts signOff": database("run plans", ({ run }) => ({ runId: run, note: "Seen." })),
  "app/runs/actions.ts releaseRun": database(
    "end sessions",
    ({ run }) => ({
      runId: run,
      note: "Settled by hand.",
    }),
    { fresh: true },
  ),
  "app/runs/actions.ts rehearse": database("make plans", ({ plan }) => ({
    planId: plan,
    place: "copy",
    user: "",
    password: "",
  })),
  "app/runs/actions.ts stopRehearsal": database("make plans", ({ rehearsal }) => ({ number: rehearsal })),

  "app/windows/actions.ts makeWindow": database("manage windows", ({ slug }) => ({
    ...{
      name: "Night",
      databases: [slug],
      timeZone: "UTC",
      date: "2030-01-01",
      time: "02:00",
      minutes: "60",
    },
    ...{ repeat: "none", goRequired: "on" },
  })),
  "app/windows/actions.ts decideWindow": database("manage windows", (objects) => ({
    ...windowOf(objects),
    go: "yes",
  })),
  "app/windows/actions.ts extendWindow": database("manage windows", windowOf),
  "app/windows/actions.ts closeWindow": database("manage windows", windowOf),
  "app/windows/actions.ts openWindowEarly": database("manage windows", windowOf),
  "app/windows/actions.ts cancelWindow": database("manage windows", ({ window }) => ({ id: window })),
  "app/windows/actions.ts attachPlan": database("make plans", ({ plan, window }) => ({ plan, window })),

  "app/mentions/actions.ts markSeen": everything("a person", () => ({ until: "2030-01-01T00:00:00.000Z" })),
  "app/settings/actions.ts proveIdentity": everything("a person", () => ({ password: "wrong" })),
  // Without a provider there is nowhere to go.
  "app/settings/prove/actions.ts proveByProvider": everything("a person", none),
  "app/settings/actions.ts changePassword": everything(
    "a person",
    () => ({ password: "another quiet heron" }),
    {
      fresh: true,
    },
  ),
  "app/settings/actions.ts endSession": everything("a person", ({ ownSession }) => ({ session: ownSession })),
  "app/settings/actions.ts endOtherSessions": everything("a person", none),
  "app/settings/actions.ts offerSecondFactor": everything("a person", () => ({ password: "wrong" })),
  "app/settings/actions.ts confirmSecondFactor": everything("a person", () => ({ code: "000000" })),
  "app/settings/actions.ts removeSecondFactor": everything("a person", () => ({ password: "wrong" }), {
    fresh: true,
  }),
  "app/settings/people/actions.ts invitePerson": everything(
    "manage people",
    () => ({ email: "new@example.com", role: "viewer" }),
    { fresh: true },
  ),
  "app/settings/people/actions.ts newPasswordAddress": everything("manage people", personOf, { fresh: true }),
  "app/settings/people/actions.ts revokeInvitation": everything("manage people", ({ invitation }) => ({
    invitation,
  })),
  "app/settings/people/actions.ts changeRoles": everything(
    "manage people",
    ({ person }) => ({ person, role: "operator" }),
    { fresh: true },
  ),
  "app/settings/people/actions.ts disablePerson": everything("manage people", personOf, { fresh: true }),
  "app/settings/people/actions.ts enablePerson": everything("manage people", personOf, { fresh: true }),
  "app/settings/people/actions.ts removeSecondFactor": everything("manage people", personOf, { fresh: true }),
  "app/settings/people/actions.ts endSessions": everything("manage people", personOf, { fresh: true }),
  "app/settings/tokens/actions.ts makeToken": everything(
    "manage tokens",
    () => ({ name: "pipeline", scopes: ["read"], days: "7" }),
    { fresh: true },
  ),
  "app/settings/tokens/actions.ts revokeToken": everything("manage tokens", ({ token }) => ({ token })),

  "app/sign-in/actions.ts signIn": everything("anybody", () => ({
    email: "no@example.com",
    password: "wrong",
  })),
  "app/sign-in/actions.ts signInWithCode": everything("anybody", () => ({ code: "000000" })),
  "app/sign-in/actions.ts continueWithProvider": everything("anybody", none),
  "app/sign-in/with/callback/[provider]/route.ts GET": {
    needs: "anybody",
    route: () => ({ parameters: { provider: "oidc" } }),
  },
  // Whoever has the address, which opens nothing here: it answers as for everybody.
  "app/sign-in/actions.ts comeIn": everything("anybody", () => ({
    token: "none",
    name: "No",
    password: "x",
  })),
  "app/sign-in/actions.ts signOut": { needs: "anybody", parameters: () => [] },
  "components/frame/set-theme.ts setTheme": { needs: "anybody", parameters: () => [{ theme: "dark" }] },

  "app/api/health/live/route.ts GET": { needs: "anybody" },
  "app/api/health/ready/route.ts GET": { needs: "anybody" },
  "app/s/[token]/route.ts GET": { needs: "anybody", route: () => ({ parameters: { token: "none" } }) },
  "app/s/[token]/route.ts POST": { needs: "anybody", route: () => ({ parameters: { token: "none" } }) },
  "app/s/[token]/route.ts HEAD": { needs: "anybody", route: () => ({ parameters: { token: "none" } }) },
  "app/api/report-schema/route.ts GET": { needs: "who sees any" },
  "app/api/palette/route.ts GET": { needs: "who sees any", route: () => ({ query: "q=a" }) },
  "app/api/checks/[id]/events/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ check }) => ({ parameters: { id: check } }),
  },
  "app/api/backups/[id]/events/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ backup }) => ({ parameters: { id: backup } }),
  },
  "app/api/plans/[id]/checks/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ plan }) => ({ parameters: { id: plan } }),
  },
  "app/api/runs/[id]/events/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ run }) => ({ parameters: { id: run } }),
  },
  "app/api/runs/[id]/report/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ run }) => ({ parameters: { id: run } }),
  },
  "app/plans/[id]/script/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    route: ({ plan }) => ({ parameters: { id: plan } }),
  },
  "app/databases/[slug]/export/route.ts GET": {
    ...{ needs: "read databases", on: "a database" },
    // It was not compared yet.
    passes: "no-such-check",
    route: ({ slug }) => ({ parameters: { slug }, query: "subject=database&format=json" }),
  },
  "app/databases/[slug]/share/preview/route.ts GET": {
    ...{ needs: "share", on: "a database" },
    passes: "no-such-check",
    route: ({ slug }) => ({ parameters: { slug }, query: "subject=database" }),
  },
  "app/audit/export/route.ts GET": { needs: "read audit", route: () => ({ query: "format=csv" }) },
  "app/api/v1/databases/route.ts GET": { needs: "who sees any", machines: true },
  "app/api/v1/databases/[slug]/differences/route.ts GET": {
    ...{ needs: "read databases", on: "a database", machines: true },
    route: ({ slug }) => ({ parameters: { slug } }),
  },
  "app/api/v1/databases/[slug]/health/route.ts GET": {
    ...{ needs: "read databases", on: "a database", machines: true },
    route: ({ slug }) => ({ parameters: { slug } }),
  },
  "app/api/v1/databases/[slug]/checks/route.ts POST": {
    ...{ needs: "request checks", on: "a database", machines: true },
    route: ({ slug }) => ({ parameters: { slug } }),
  },
};
