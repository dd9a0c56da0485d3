import type { Prisma } from "./generated/client";

/** Plain data on its way into a JSON column. What JSON cannot say (`undefined` fields) falls away. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}

/** What a JSON column holds, which is what {@link toJson} of this folder put there. */
export function fromJson<T>(value: Prisma.JsonValue): T {
  return value as T;
}
