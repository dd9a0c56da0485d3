/** What a database asks of its plans and runs. */
export interface Policy {
  /** How many people have to approve a plan. */
  readonly approvals: number;
  /** True where who made or requested a plan may be one of them. */
  readonly selfApproval: boolean;
  /** True where runs are allowed in windows only. */
  readonly windowRequired: boolean;
  /** True where a plan has to pass a rehearsal first. */
  readonly rehearsalRequired: boolean;
  /** Seconds for which the estimate may say that others wait; null for no limit. */
  readonly longestLockSeconds: number | null;
  /** How long an approval holds. */
  readonly approvalHours: number;
}

type Environment = "production" | "staging" | "development" | "other";

const defaults: Readonly<Record<Environment, Policy>> = {
  production: {
    approvals: 1,
    selfApproval: false,
    windowRequired: true,
    rehearsalRequired: true,
    longestLockSeconds: null,
    approvalHours: 24,
  },
  staging: {
    approvals: 1,
    selfApproval: true,
    windowRequired: false,
    rehearsalRequired: false,
    longestLockSeconds: null,
    approvalHours: 24,
  },
  development: {
    approvals: 0,
    selfApproval: true,
    windowRequired: false,
    rehearsalRequired: false,
    longestLockSeconds: null,
    approvalHours: 24,
  },
  // Nobody said what it is: a second look costs little, and it may be worth much.
  other: {
    approvals: 1,
    selfApproval: true,
    windowRequired: false,
    rehearsalRequired: false,
    longestLockSeconds: null,
    approvalHours: 24,
  },
};

/** What holds for a database whose owners set no policy. */
export const defaultPolicy = (environment: Environment): Policy => defaults[environment];
