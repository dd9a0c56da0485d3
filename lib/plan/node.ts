import type { Statement } from "../postgres/statement";

/** One statement on its way into the order. `after` holds positions among the nodes. */
export interface Node {
  readonly statement: Statement;
  /** Ids of the fixes it belongs to. */
  readonly fixes: readonly string[];
  /** `online`: a step of its own behind the one transaction. */
  readonly phase: "drop" | "alter" | "create" | "online";
  readonly after: Set<number>;
}
