import "server-only";
import { allowedNetworks } from "../access/allowed-networks";
import { requireRight } from "../access/authority";
import type { Context } from "./context";
import { sourceRoots } from "./read-source-path";

/** What the form *Add database* has to say before anything is tried. */
export interface ConnectionRules {
  /** Where Plumbline may connect to, in words. */
  readonly networks: string;
  /** Folders below which a source may be a path. */
  readonly sourceRoots: readonly string[];
}

/** The rules of this server, for who may add databases. */
export async function readConnectionRules(context: Context): Promise<ConnectionRules> {
  requireRight(context.actor, "add databases");
  return { networks: allowedNetworks().words, sourceRoots: sourceRoots() };
}
