import { qualify } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { ObjectFinding } from "../finding";
import type { CatalogView } from "../kind";
import type { Table } from "../table";

/** What is amiss in a table by itself: policies that do not apply, rows that a crash takes. */
export function tableFindings(object: Table, side: CatalogView): readonly ObjectFinding[] {
  return [...rowSecurity(object, side), ...unlogged(object)];
}

function rowSecurity(object: Table, side: CatalogView): readonly ObjectFinding[] {
  const policies = object.rowSecurity
    ? 0
    : side.childrenOf(object).filter((child) => child.kind === "policy").length;
  if (policies === 0) return [];
  return [
    {
      code: "row-security-off",
      object: identityOf(object),
      state: "found",
      severity: "critical",
      says: `has ${policies === 1 ? "a policy" : `${policies} policies`} and its row level security is off`,
      why: "Policies apply only while row level security is on: every role that may read the table sees every row.",
      statements: [
        alter(object, "ENABLE ROW LEVEL SECURITY", {
          hazards: [{ code: "access-narrowed", detail: "every row of the table" }],
        }),
      ],
      remedy: "Switch row level security on; from then on each role sees what the policies let it see.",
      attribute: "rowSecurity",
    },
  ];
}

function unlogged(object: Table): readonly ObjectFinding[] {
  if (object.persistence !== "unlogged") return [];
  return [
    {
      code: "unlogged-table",
      object: identityOf(object),
      state: "found",
      severity: "medium",
      says: "is unlogged",
      why: "After a crash it is empty, a backup taken from the files does not hold its rows, and on replicas it cannot be read.",
      statements:
        // A partitioned table stores nothing, and before PostgreSQL 18 could be called unlogged all the same.
        object.partitionKey === null
          ? [alter(object, "SET LOGGED", { rewrite: true, hazards: [{ code: "table-rewrite" }] })]
          : [],
      remedy: "Where its rows matter, make it permanent: the table is written anew under an exclusive lock.",
      attribute: "persistence",
    },
  ];
}

const alter = (object: Table, action: string, facts: Partial<Statement>): Statement =>
  statement(`ALTER TABLE ${qualify(object.schema, object.name)} ${action}`, identityOf(object), {
    lock: "ACCESS EXCLUSIVE",
    ...facts,
  });
