import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import type { RunHooks, RunRequest } from "./run-request";
import { readTarget, type TargetFacts } from "./target";

/** Milliseconds our clock and the server's may differ: the window is kept by ours, and the server's log shows its own. */
const largestSkew = 5_000;

/**
 * Makes sure that a session has the right server, able to take writes, and a clock like ours (faults 22 and 34).
 * @throws AppError `replica`, `other-database`, `clock-skew`
 */
export async function checkServer(session: Session, request: RunRequest): Promise<TargetFacts> {
  const facts = await readTarget(session);
  refuseOtherTarget(facts, request);
  await refuseSkew(session, request.now ?? (() => new Date()));
  return facts;
}

/** @throws AppError `replica`, `other-database` */
export function refuseOtherTarget(facts: TargetFacts, request: Pick<RunRequest, "target">): void {
  if (facts.inRecovery)
    throw new AppError("replica", "The server is a standby: it takes no writes.", {
      hint: "Connect to the primary. After a failover, check the database again first.",
    });
  const { target } = request;
  const sameCluster =
    target.systemIdentifier === null ||
    facts.systemIdentifier === null ||
    target.systemIdentifier === facts.systemIdentifier;
  if (sameCluster && target.databaseOid === facts.databaseOid && target.database === facts.database) return;
  throw new AppError("other-database", "This is not the database that the plan was made for.", {
    hint: "The name leads to another server or to a database that was created anew. Check it and make a new plan.",
    details: [
      `Planned for ${target.database}, oid ${target.databaseOid}, system ${target.systemIdentifier ?? "not known"}`,
      `Found ${facts.database}, oid ${facts.databaseOid}, system ${facts.systemIdentifier ?? "not known"}`,
    ],
  });
}

async function refuseSkew(session: Session, now: () => Date): Promise<void> {
  const before = now().getTime();
  const [row] = await session.query<{ time: number }>(
    "SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::float8 AS time",
  );
  const after = now().getTime();
  const server = row?.time ?? 0;
  // The answer was given at some moment between the two looks at our clock.
  const skew = server < before ? before - server : server > after ? server - after : 0;
  if (skew <= largestSkew) return;
  throw new AppError(
    "clock-skew",
    `The server's clock and ours differ by ${Math.round(skew / 1000)} seconds.`,
    { hint: "Set both by NTP: the window would begin and end at the wrong moment." },
  );
}

/** Tells what is no reason to refuse: event triggers that will fire (fault 48), and dumps that are running. */
export async function tellSurroundings(session: Session, emit: RunHooks["emit"]): Promise<void> {
  const triggers = await session.query<{ name: string }>(
    `SELECT pg_catalog.format('%I on %s', evtname, evtevent) AS name FROM pg_catalog.pg_event_trigger
      WHERE evtenabled <> 'D' ORDER BY evtname`,
  );
  if (triggers.length > 0)
    emit({
      ...{ type: "log", level: "warning", code: "event-triggers" },
      message: `Event triggers will fire for the statements, and may refuse or change them: ${triggers.map(({ name }) => name).join(", ")}.`,
    });
  const dumps = await session.query<{ pid: number; application: string }>(
    `SELECT pid, application_name AS application FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database() AND application_name IN ('pg_dump', 'pg_restore') ORDER BY pid`,
  );
  for (const { pid, application } of dumps)
    emit({
      ...{ type: "log", level: "warning", code: "dump-running" },
      message: `${application} is running (process ${pid}) and holds locks on every table it dumps; the run has to wait for it.`,
    });
}
