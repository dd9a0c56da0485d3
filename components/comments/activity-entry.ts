import type { ShownDecision } from "@/components/decisions/decision";

/** Something that happened to a difference, plan or run. Moments are ISO 8601. */
export type ActivityEntry =
  | {
      readonly type: "comment";
      readonly id: string;
      readonly at: string;
      readonly by: string;
      /** Plain text; null once it was removed. */
      readonly body: string | null;
      /** True for who wrote it. */
      readonly own: boolean;
    }
  | {
      readonly type: "decision";
      readonly id: string;
      readonly at: string;
      readonly by: string;
      readonly decision: ShownDecision;
      /** False once it ran out or another took its place. */
      readonly holds: boolean;
    }
  /** Anything else, in one sentence without its subject: `requested approval`. */
  | {
      readonly type: "event";
      readonly id: string;
      readonly at: string;
      readonly by: string | null;
      readonly text: string;
      readonly tone?: "critical";
    };
