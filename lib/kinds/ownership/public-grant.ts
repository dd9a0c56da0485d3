import { quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf, visible } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { ObjectFinding } from "../finding";
import type { Severity } from "../severity";
import { changePrivileges, type InitialPrivileges, type Privileges } from "./ownership";

const why =
  "PUBLIC is every role of the server, those made later too: what is granted to it nobody can take from one of them.";

const remedy = "Grant what is needed to the roles that need it, then revoke it from PUBLIC.";

/**
 * What everyone may do with the object beyond what Postgres itself lets everyone do.
 * @param revoke the statements that take `beyond` from PUBLIC, given the grants with and without it
 * @param initial what PUBLIC has from the start
 */
export function publicGrants(
  object: Identity & { readonly privileges?: Privileges },
  initial: InitialPrivileges,
  revoke: (without: Privileges, present: Privileges) => readonly Statement[],
): readonly ObjectFinding[] {
  const present = object.privileges ?? null;
  const usual = initial.PUBLIC ?? [];
  const beyond = (present?.PUBLIC ?? []).filter((privilege) => !usual.includes(privilege));
  if (present === null || beyond.length === 0) return [];
  const kept = (present.PUBLIC ?? []).filter((privilege) => usual.includes(privilege));
  const { PUBLIC: _, ...others } = present;
  const without = kept.length === 0 ? others : { ...others, PUBLIC: kept };
  return [
    {
      code: "public-grant",
      object: identityOf(object),
      state: "found",
      severity: severityOf(beyond),
      says: `grants ${beyond.join(", ")} to PUBLIC`,
      ...{ why, remedy },
      statements: revoke(without, present),
      attribute: "privileges",
    },
  ];
}

/** {@link publicGrants} for kinds that GRANT knows by `target`. */
export const grantedToPublic = (
  object: Identity & { readonly privileges?: Privileges },
  target: string,
  initial: InitialPrivileges = {},
  columns = "",
): readonly ObjectFinding[] =>
  publicGrants(object, initial, (without, present) =>
    changePrivileges(target, object, initial, without, present, columns),
  );

const writes = new Set(["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"]);
const reads = new Set(["SELECT", "CREATE"]);

function severityOf(privileges: readonly string[]): Severity {
  if (privileges.some((privilege) => writes.has(privilege))) return "critical";
  return privileges.some((privilege) => reads.has(privilege)) ? "high" : "medium";
}

/** The same for columns of a relation that holds their grants itself. */
export const columnsGrantedToPublic = (
  object: Identity & { readonly columnPrivileges: { readonly [column: string]: Privileges } | null },
  target: string,
): readonly ObjectFinding[] =>
  Object.entries(object.columnPrivileges ?? {}).flatMap(([column, privileges]) =>
    grantedToPublic(
      { ...identityOf(object), privileges } as Identity,
      target,
      {},
      ` (${quoteIdentifier(column)})`,
    ).map((finding) => ({
      ...finding,
      says: `${finding.says} on its column ${visible(column)}`,
      attribute: "columnPrivileges",
      detail: column,
    })),
  );
