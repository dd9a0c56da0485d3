import { readFileSync } from "node:fs";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";

/** How much processor time has been spent so far, in milliseconds; null where the system does not tell. */
export type Meter = () => number | null;

/** Milliseconds in a tick of /proc/<pid>/stat: USER_HZ is 100 on every Linux that Node runs on. */
const tick = 10;

/**
 * Counts what this process, the programs it has run to their end, and the server's ended sessions have used: what a
 * measurement costs, however busy the machine is with other work.
 * @param url the server's, as superuser
 */
export async function openMeter(url: string): Promise<Meter> {
  const session = await connect(connectionSettingsFromUrl(url));
  const [row] = await session.query<{ pid: number }>(
    "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int AS pid",
  );
  await session.close();
  return () => {
    const server = ticksOf(row?.pid ?? 0);
    const own = ticksOf(process.pid);
    if (server === null || own === null) return null;
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000 + (server.children + own.children) * tick;
  };
}

/** proc(5): cutime and cstime, of children that have ended and were waited for. */
function ticksOf(pid: number): { readonly children: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { children: Number(fields[13]) + Number(fields[14]) };
  } catch {
    // No such file but on Linux.
    return null;
  }
}
