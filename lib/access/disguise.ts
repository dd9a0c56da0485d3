import { createHmac } from "node:crypto";

/** Gives the same name the same disguise within one report, and another one in the next. */
export interface Disguise {
  /** `role_3fa21c09`. */
  role(name: string): string;
  /** `database_3fa21c09`, `host_…`. */
  name(kind: "database" | "host", name: string): string;
  /** `3fa21c09`: what tells two hidden texts apart. */
  mark(text: string): string;
}

/**
 * Disguises that cannot be guessed back: a plain hash of `admin` could be found by trying, one with a key that is thrown
 * away cannot.
 * @param key random, used for one report and kept nowhere
 */
export function disguise(key: Uint8Array): Disguise {
  const mark = (text: string): string =>
    createHmac("sha256", key).update(text, "utf8").digest("hex").slice(0, 8);
  return {
    role: (name) => `role_${mark(`role ${name}`)}`,
    name: (kind, name) => `${kind}_${mark(`${kind} ${name}`)}`,
    mark: (text) => mark(`text ${text}`),
  };
}
