import type { PlanCheck, PlanCheckName, PlanFacts } from "./plan-facts";

/** What comes next for a plan, in this order. */
export type PlanStep = "request approval" | "approve" | "schedule" | "run";

/** One thing that stands in the way of a step. */
export interface Blocker {
  readonly code: string;
  readonly sentence: string;
  /** `yours`: somebody has to do something. `clears`: it goes by itself, or others are at it. */
  readonly whose: "yours" | "clears";
}

/** Everything that stands in the way of a step now; empty where it may be taken. Pure: pages show it, operations refuse by it. */
export function blockersOf(step: PlanStep, facts: PlanFacts): readonly Blocker[] {
  const soundness = unsound(facts);
  if (soundness.length > 0) return soundness;
  switch (step) {
    case "request approval":
      return [...unfinished(facts), ...failing(facts, decisive), ...waitingFor(facts, decisive)];
    case "approve":
      return [
        ...(facts.plan.requested ? [] : [yours("not-requested", "Nobody has requested approval yet.")]),
        ...unfinished(facts),
        ...failing(facts, decisive),
        ...waitingFor(facts, decisive),
      ];
    case "schedule":
      return [...unapproved(facts), ...failing(facts, decisive), ...unprepared(facts)];
    case "run":
      return [
        ...unapproved(facts),
        ...answers(facts),
        ...failing(facts, [...decisive, "sessions", "migrators"]),
        ...waitingFor(facts, decisive),
        ...unprepared(facts),
        ...closed(facts),
      ];
  }
}

/** The step that a plan is at; null where nothing is left to be done with it. */
export function nextStep(facts: PlanFacts): PlanStep | null {
  const { plan, approval, policy, window, run } = facts;
  if (plan.state === "done" || plan.state === "discarded" || run?.active === true) return null;
  if (plan.stale || !plan.intact) return null;
  if (approval.approved)
    return policy.windowRequired && !window.open && (!window.attached || window.opensText === null)
      ? "schedule"
      : "run";
  return plan.requested ? "approve" : "request approval";
}

/** Without a sound plan nothing else matters: each of these ends with a new one. */
function unsound({ plan, run }: PlanFacts): readonly Blocker[] {
  if (plan.state === "discarded") return [yours("discarded", "The plan was discarded. Make a new one.")];
  if (plan.state === "done") return [yours("done", "The plan was run. What is left takes a new plan.")];
  if (run?.state === "in doubt")
    return [clears("in-doubt", `How ${run.id} ended is not known yet. It is being found out.`)];
  if (run?.active === true) return [clears("running", `${run.id} is running this plan.`)];
  if (!plan.intact)
    return [yours("altered", "What the store holds is not what the plan's hash says. Make a new plan.")];
  if (plan.stale) return [yours("stale", "The database or its source changed. Re-plan.")];
  if (plan.statements === 0) return [yours("empty", "The plan has no statement. Choose other differences.")];
  return [];
}

/** What has to be true before anybody is asked to decide, and when they do. */
function unfinished(facts: PlanFacts): readonly Blocker[] {
  return [
    ...(facts.unread === 0 ? [] : [yours("unread", `${count(facts.unread, "statement")} unread.`)]),
    ...answers(facts),
  ];
}

const answers = ({ unanswered }: PlanFacts): readonly Blocker[] =>
  unanswered === 0 ? [] : [yours("unanswered", `${count(unanswered, "hazard")} without an answer.`)];

function unapproved({ approval, approvers }: PlanFacts): readonly Blocker[] {
  if (approval.approved) return [];
  const { changesRequested } = approval;
  if (changesRequested !== null)
    return [yours("changes-requested", `${changesRequested.reviewerName} requested changes.`)];
  if (approval.expired) return [yours("expired", "The approval ran out. Request it again.")];
  const missing = approval.needed - approval.counted.length;
  const who = approvers.length === 0 ? "nobody may give it yet" : namesOf(approvers);
  return [clears("unapproved", `Waiting for ${count(missing, "more approval")} (${who}).`)];
}

/** These must hold; the others are told, and only some of them stop a run. */
const decisive: readonly PlanCheckName[] = ["database", "expected", "dependants", "data", "replica"];

function failing({ checks }: PlanFacts, names: readonly PlanCheckName[]): readonly Blocker[] {
  return checks
    .filter(({ name, result }) => result === "fail" && names.includes(name))
    .map((check) => (passing.has(check.name) ? clears : yours)(`check-${code(check)}`, check.sentence));
}

/** What others do goes away when they have done it. */
const passing: ReadonlySet<PlanCheckName> = new Set(["sessions", "migrators"]);

function waitingFor({ checks }: PlanFacts, names: readonly PlanCheckName[]): readonly Blocker[] {
  const wanted = checks.filter(({ name }) => names.includes(name));
  const running = wanted.filter(({ result }) => result === "running");
  if (running.length > 0) return [clears("checking", `${count(running.length, "check")} running.`)];
  const missing = wanted.filter(({ result }) => result === "not run");
  if (missing.length === 0) return [];
  const [only] = missing;
  return [
    yours(
      "unchecked",
      missing.length === 1 && only !== undefined
        ? `One check has no answer: ${only.sentence}`
        : `${count(missing.length, "check")} without an answer. Run the checks.`,
    ),
  ];
}

/** What the policy asks for beyond approval. */
function unprepared({ policy, plan, checks, lockSeconds }: PlanFacts): readonly Blocker[] {
  const blockers: Blocker[] = [];
  const rehearsal = checks.find(({ name }) => name === "rehearsal");
  if (rehearsal?.result === "running") blockers.push(clears("rehearsing", "A rehearsal is running."));
  else if (rehearsal?.result === "fail")
    blockers.push(yours("rehearsal-failed", "The last rehearsal failed. Re-plan, or rehearse again."));
  else if (policy.rehearsalRequired && rehearsal?.result !== "pass")
    blockers.push(yours("not-rehearsed", "A rehearsal is missing."));
  const backup = checks.find(({ name }) => name === "backup");
  if (plan.losesData && backup?.result === "running")
    blockers.push(clears("backing-up", "A backup is being taken."));
  else if (plan.losesData && backup?.result !== "pass")
    blockers.push(yours("no-backup", `Backup evidence is missing: ${backup?.sentence ?? "there is none."}`));
  const limit = policy.longestLockSeconds;
  if (limit !== null && lockSeconds === null)
    blockers.push(
      yours("lock-unknown", "How long it locks cannot be told: run the checks for its tables' sizes."),
    );
  else if (limit !== null && lockSeconds !== null && lockSeconds > limit)
    blockers.push(
      yours(
        "lock-too-long",
        `Others would wait for about ${Math.ceil(lockSeconds)} s; the policy allows ${limit} s.`,
      ),
    );
  return blockers;
}

function closed({ policy, window, otherRun }: PlanFacts): readonly Blocker[] {
  const blockers: Blocker[] = [];
  if (otherRun !== null) blockers.push(clears("other-run", `${otherRun} has the database to itself.`));
  if (policy.windowRequired && !window.open) {
    const sooner =
      window.otherOpen === null
        ? ""
        : ` ${window.otherOpen} is open now: schedule it there to run it sooner.`;
    if (window.opensText !== null)
      blockers.push(
        clears(
          "window-closed",
          `${window.attached ? "Its" : "The"} window opens ${window.opensText}.${sooner}`,
        ),
      );
    else if (window.attached)
      blockers.push(
        yours("no-window", `Its window does not open any more. Schedule it for another one.${sooner}`),
      );
    else blockers.push(yours("no-window", "No window is set. Schedule the plan."));
  }
  return blockers;
}

const yours = (code: string, sentence: string): Blocker => ({ code, sentence, whose: "yours" });
const clears = (code: string, sentence: string): Blocker => ({ code, sentence, whose: "clears" });

const code = ({ name }: PlanCheck): string => name.replaceAll(" ", "-");

const count = (number: number, words: string): string =>
  `${number.toLocaleString("en")} ${words}${number === 1 ? "" : "s"}`;

/** `Ben or Chen`, `Ann, Ben or 3 more`. */
function namesOf(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} or ${last}`;
}
