import type { Scene, SceneOptions } from "./scene";

/** How a run ended as far as it is known when everything is settled. */
export interface Known {
  readonly status: "committed" | "rolled back" | "partly applied" | "refused" | "in doubt";
  /** The code of the outcome, the refusal or the settlement. */
  readonly code: string;
  /** What a person is told. */
  readonly sentence: string;
  /** Milliseconds from the fault until the outcome was known; absent where nothing was ever unknown. */
  readonly knownAfter?: number;
}

/** One fault of faults-and-security.md §2, injected into a real run on a real server. */
export interface Fault {
  /** Its number in that table. */
  readonly number: number;
  readonly title: string;
  /** True for faults that need a server of their own or many seconds; `npm test` leaves them to `npm run faults`. */
  readonly slow?: true;
  readonly scene?: SceneOptions;
  /** Why it cannot be injected on this machine; null where it can. */
  readonly cannot?: () => string | null;
  /** What has to be known at the end. */
  readonly ends: Known["status"] | readonly Known["status"][];
  /** What the person must be told: the code, or what the sentence matches. */
  readonly says: RegExp;
  /** Runs the plan, injects the fault, settles, and tells what is known. May check more, and throws where it fails. */
  readonly inject: (scene: Scene) => Promise<Known>;
}
