import type { Coverage } from "../catalog/coverage";
import type { Severity } from "../kinds/severity";
import type { Diagnostic } from "../postgres/diagnostic";
import type { Identity } from "../postgres/identity";
import type { Difference } from "./difference";
import type { Finding } from "./finding";

/** `unknown` whenever something could not be compared: never `clean` in doubt. */
export type Verdict = "clean" | "drift" | "unknown";

/** All differences of one check, and what stands around them. */
export interface Drift {
  readonly verdict: Verdict;
  /** Ordered by severity, then identity. */
  readonly differences: readonly Difference[];
  readonly counts: DriftCounts;
  /** What is amiss in the actual side alone; security first, then by severity and identity. No part of the verdict. */
  readonly findings: readonly Finding[];
  /** Objects whose texts two server versions spell differently and that could not be compared on one server. */
  readonly unverified: readonly Unverified[];
  readonly coverage: Coverage;
  readonly diagnostics: readonly Diagnostic[];
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
}

export interface DriftCounts {
  readonly missing: number;
  readonly unexpected: number;
  readonly changed: number;
  readonly renamed: number;
  /** Differences that an ignore rule covers whole. They are in none of the other counts but `compared`. */
  readonly ignored: number;
  /** Objects compared, and those found the same. */
  readonly compared: number;
  readonly same: number;
  readonly bySeverity: { readonly [S in Severity]: number };
  readonly byKind: { readonly [kind: string]: number };
}

export interface Unverified {
  readonly object: Identity;
  readonly attributes: readonly string[];
  readonly reason: string;
}
