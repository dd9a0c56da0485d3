import "server-only";
import type { OccurrenceDecision, WindowFacts, WindowRepeat } from "../access/window";
import type { Store } from "./client";
import { type WindowOccurrence as OccurrenceRow, Prisma, type Window as WindowRow } from "./generated/client";
import { fromJson, toJson } from "./json";

/** A database that a window is for. */
export interface WindowDatabase {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** `production` and so on. */
  readonly environment: string;
}

/** A time span in which runs are allowed, with what people decided about its occurrences. */
export interface Window extends WindowFacts {
  readonly number: number;
  /** `W-4`. */
  readonly id: string;
  readonly name: string;
  readonly databases: readonly WindowDatabase[];
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
}

export interface NewWindow {
  readonly name: string;
  readonly timeZone: string;
  readonly startsLocal: string;
  readonly minutes: number;
  readonly repeat: WindowRepeat | null;
  readonly goRequired: boolean;
  readonly databaseIds: readonly string[];
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
}

/** `W-4` from 4. */
export const windowId = (number: number): string => `W-${number}`;

/** 4 from `W-4` or `4`; null for anything else. */
export function windowNumber(id: string): number | null {
  const match = /^(?:W-)?([1-9]\d{0,8})$/i.exec(id);
  return match?.[1] === undefined ? null : Number(match[1]);
}

const everything = {
  databases: {
    select: { database: { select: { id: true, slug: true, name: true, environment: true } } },
    orderBy: { database: { name: "asc" } },
  },
  occurrences: true,
} satisfies Prisma.WindowInclude;

type FullRow = Prisma.WindowGetPayload<{ include: typeof everything }>;

/** Stores a window. */
export async function insertWindow(inside: Store, window: NewWindow): Promise<Window> {
  const { databaseIds, createdBy, repeat, ...columns } = window;
  const row = await inside.client.window.create({
    data: {
      ...columns,
      repeat: repeat === null ? Prisma.DbNull : toJson(repeat),
      createdById: createdBy.id,
      createdByName: createdBy.name,
      databases: { create: databaseIds.map((databaseId) => ({ databaseId })) },
    },
    include: everything,
  });
  return toWindow(row);
}

/** Every window, newest first. */
export async function readWindows(store: Store): Promise<readonly Window[]> {
  const rows = await store.client.window.findMany({ include: everything, orderBy: { number: "desc" } });
  return rows.map(toWindow);
}

/** The windows of a database. */
export async function readWindowsOf(store: Store, databaseId: string): Promise<readonly Window[]> {
  const rows = await store.client.window.findMany({
    where: { databases: { some: { databaseId } } },
    include: everything,
    orderBy: { number: "asc" },
  });
  return rows.map(toWindow);
}

/** The window with this number; null when there is none. */
export async function findWindow(store: Store, number: number): Promise<Window | null> {
  const row = await store.client.window.findUnique({ where: { number }, include: everything });
  return row === null ? null : toWindow(row);
}

/** Lets one transaction at a time decide about a window, until it ends. Gives the window as it is then. */
export async function lockWindow(inside: Store, number: number): Promise<Window | null> {
  await inside.client.$queryRaw`SELECT number FROM windows WHERE number = ${number} FOR UPDATE`;
  return findWindow(inside, number);
}

/** Writes down what was decided about an occurrence. */
export async function saveOccurrence(
  inside: Store,
  number: number,
  occurrence: OccurrenceDecision,
): Promise<void> {
  const { scheduledAt, decidedBy, ...columns } = occurrence;
  const data = {
    ...columns,
    decidedById: decidedBy?.id ?? null,
    decidedByName: decidedBy?.name ?? null,
  };
  await inside.client.windowOccurrence.upsert({
    where: { windowNumber_scheduledAt: { windowNumber: number, scheduledAt } },
    create: { windowNumber: number, scheduledAt, ...data },
    update: data,
  });
}

/** Ends a window for good, unless that has been done. */
export async function cancelWindow(inside: Store, number: number, at: Date): Promise<void> {
  await inside.client.window.updateMany({ where: { number, cancelledAt: null }, data: { cancelledAt: at } });
}

function toWindow(row: FullRow): Window {
  const { databases, occurrences, ...window } = row;
  return {
    ...ownFields(window),
    databases: databases.map(({ database }) => database),
    decisions: occurrences.map(toDecision),
  };
}

function ownFields(row: WindowRow): Omit<Window, "databases" | "decisions"> {
  return {
    number: row.number,
    id: windowId(row.number),
    name: row.name,
    timeZone: row.timeZone,
    startsLocal: row.startsLocal,
    minutes: row.minutes,
    repeat: row.repeat === null ? null : fromJson<WindowRepeat>(row.repeat),
    goRequired: row.goRequired,
    createdBy: { id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt,
    cancelledAt: row.cancelledAt,
  };
}

function toDecision(row: OccurrenceRow): OccurrenceDecision {
  return {
    scheduledAt: row.scheduledAt,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    go: row.go,
    decidedBy:
      row.decidedById === null || row.decidedByName === null
        ? null
        : { id: row.decidedById, name: row.decidedByName },
    decidedAt: row.decidedAt,
    closedAt: row.closedAt,
  };
}
