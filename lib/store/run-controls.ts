import "server-only";
import type { RunCommand } from "../apply/run-control";
import type { Store } from "./client";
import { fromJson, toJson } from "./json";
import { notify } from "./notifications";
import type { Person, Run } from "./runs";

/** Passes a word to the worker that runs it. */
export async function addRunControl(
  inside: Store,
  number: number,
  command: RunCommand,
  by: Person,
): Promise<void> {
  await inside.client.runControl.create({
    data: { runNumber: number, control: toJson(command), byId: by.id, byName: by.name },
  });
  await notify(inside, "run-control", number);
}

/** The words that nobody has taken yet, in their order; taken now. */
export async function takeRunControls(
  store: Store,
  number: number,
): Promise<readonly { readonly command: RunCommand; readonly by: Person }[]> {
  const rows = await store.client.runControl.updateManyAndReturn({
    where: { runNumber: number, takenAt: null },
    data: { takenAt: new Date() },
  });
  return rows
    .toSorted((one, other) => one.id - other.id)
    .map((row) => ({
      command: fromJson<RunCommand>(row.control),
      by: { id: row.byId, name: row.byName },
    }));
}

/** Somebody has the page of a run open. */
export async function seeRun(store: Store, number: number, person: Person): Promise<void> {
  await store.client.$executeRaw`
    INSERT INTO run_watchers (run_number, user_id, user_name) VALUES (${number}, ${person.id}, ${person.name})
        ON CONFLICT (run_number, user_id) DO UPDATE SET seen_at = now(), user_name = excluded.user_name`;
  await store.client.$executeRaw`
    UPDATE runs SET driver_seen_at = now() WHERE number = ${number} AND driver_id = ${person.id}`;
}

/** Who has the page of a run open, by name. */
export async function readWatchers(store: Store, number: number): Promise<readonly Person[]> {
  const rows = await store.client.$queryRaw<readonly Person[]>`
    SELECT user_id AS id, user_name AS name FROM run_watchers
     WHERE run_number = ${number} AND seen_at > now() - interval '30 seconds' ORDER BY user_name, user_id`;
  return rows;
}

/** Writes down that somebody wants to steer the run; who asks again keeps the time of the first asking. */
export async function askToDrive(inside: Store, run: Run, person: Person, now: Date): Promise<void> {
  await inside.client.run.updateMany({
    where: { number: run.number, active: true },
    data: {
      askedById: person.id,
      askedByName: person.name,
      askedAt: run.askedBy?.id === person.id ? run.askedBy.at : now,
    },
  });
  await notify(inside, "run", run.number);
}

/** Takes the asking away, because it was answered. */
export async function answerAsking(inside: Store, number: number): Promise<void> {
  await inside.client.run.updateMany({
    where: { number },
    data: { askedById: null, askedByName: null, askedAt: null },
  });
  await notify(inside, "run", number);
}

/** Gives the wheel to somebody, unless it changed hands meanwhile. */
export async function changeDriver(
  inside: Store,
  number: number,
  from: Person,
  to: Person,
): Promise<boolean> {
  const { count } = await inside.client.run.updateMany({
    where: { number, active: true, driverId: from.id },
    data: {
      driverId: to.id,
      driverName: to.name,
      driverSeenAt: new Date(),
      askedById: null,
      askedByName: null,
      askedAt: null,
    },
  });
  if (count > 0) await notify(inside, "run", number);
  return count > 0;
}
