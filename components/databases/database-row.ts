import type { MenuItem } from "@/components/ui/menu";
import type { Severity } from "@/lib/kinds/severity";
import type { Health } from "./health";

/** One database of the fleet, as the list shows it. */
export interface DatabaseRow {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  readonly health: Health;
  /** What follows the state's word. */
  readonly healthDetail?: string;
  /** Why the state is unknown: `permission denied for schema billing (42501)`. */
  readonly problem?: string;
  /** `15.18`; null before the first check. */
  readonly serverVersion: string | null;
  readonly environment: "production" | "staging" | "development" | null;
  readonly demo: boolean;
  readonly worst: Severity | null;
  /** Null before the first check that could compare. */
  readonly counts: { readonly [S in Severity]: number } | null;
  /** `Alembic history`, `schema.prisma`. */
  readonly source: string;
  /** ISO 8601; null before the first check. */
  readonly lastCheckedAt: string | null;
  /** True while a check is queued or running. */
  readonly checking: boolean;
  /** Its newest plan that is not settled: `P-12 Needs approval`; null where there is none. */
  readonly plan: { readonly text: string; readonly href: string } | null;
  readonly menu: readonly MenuItem[];
}
