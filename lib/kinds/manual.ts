/** The outcome of a change that no safe statement makes. */
export interface Manual {
  /** Ends a sentence: what stands in the way, and then what a person can do instead. */
  readonly manual: string;
}

export const manual = (why: string): Manual => ({ manual: why });

export const isManual = (outcome: unknown): outcome is Manual =>
  typeof outcome === "object" && outcome !== null && "manual" in outcome;
