import { Fragment } from "react";
import { Link } from "@/components/ui/link";
import { type Health, healthStates } from "./health";

interface FleetVerdictProps {
  readonly counts: { readonly [H in Health]?: number };
  /** The list of the databases in one state. */
  readonly hrefOf: (health: Health) => string;
}

const phrases: { readonly [H in Health]: (count: number) => string } = {
  misstamped: (count) => `${count} ${count === 1 ? "has" : "have"} a wrong version claim`,
  drifted: (count) => `${count} drifted`,
  unknown: (count) => `${count} unknown`,
  behind: (count) => `${count} behind`,
  applying: (count) => `${count} applying a plan`,
  never_checked: (count) => `${count} never checked`,
  paused: (count) => `${count} paused`,
  in_sync: (count) => `${count} in sync`,
};

/** One sentence about all databases; each phrase is a filter. */
export function FleetVerdict({ counts, hrefOf }: FleetVerdictProps) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const present = healthStates.filter((health) => (counts[health] ?? 0) > 0);
  return (
    <p className="text-lg text-pretty">
      <span className="text-muted">
        {total} {total === 1 ? "database" : "databases"}:{" "}
      </span>
      {present.map((health, position) => (
        <Fragment key={health}>
          {position > 0 && ", "}
          <Link
            href={hrefOf(health)}
            className={`rounded underline decoration-line-strong underline-offset-4 hover:decoration-current ${health === "in_sync" ? "" : "font-semibold"}`}
          >
            {phrases[health](counts[health] ?? 0)}
          </Link>
        </Fragment>
      ))}
      .
    </p>
  );
}
