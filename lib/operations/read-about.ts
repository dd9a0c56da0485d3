import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../postgres/app-error";
import type { Context } from "./context";
import { type ReadinessCheck, readReadiness } from "./read-readiness";

/** What runs here. */
export interface About {
  readonly version: string;
  readonly node: string;
  readonly checks: readonly ReadinessCheck[];
}

/** Versions, and whether our own parts are in order: everybody who is signed in may know. */
export async function readAbout(context: Context): Promise<About> {
  if (context.actor.kind !== "person") throw new AppError("not-allowed", "This is for people.");
  const file = path.join(process.env.PLUMBLINE_ROOT ?? process.cwd(), "package.json");
  const { version } = JSON.parse(await readFile(file, "utf8")) as { version: string };
  return { version, node: process.versions.node, checks: await readReadiness(context) };
}
