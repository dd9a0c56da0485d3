import type { Identity } from "../../lib/postgres/identity";
import { uuidColumns } from "./uuid-columns";

/** One object in which the demo's database differs from its history at head. */
export type DemoDifference =
  | { readonly type: "missing" | "unexpected"; readonly object: Identity }
  | {
      readonly type: "changed";
      readonly object: Identity;
      /** The one attribute that differs, as the column's kind names it, and its two values. */
      readonly attribute: "type" | "default";
      readonly expected: string | null;
      readonly actual: string | null;
    };

const schema = "public";

const column = (table: string, name: string): Identity => ({ kind: "column", schema, table, name });

/** The tables that the stamped revisions would have made. With them their columns, constraints and indexes are missing. */
export const missingTables: readonly string[] = [
  "folders",
  "pipeline_template_stages",
  "pipeline_templates",
  "rbac_audit_logs",
];

/** Every difference between the demo and its history, and nothing else: 242 types, four tables, four hand-made changes. */
export const demoDifferences: readonly DemoDifference[] = [
  ...Object.entries(uuidColumns).flatMap(([table, columns]) =>
    columns.split(" ").map(
      (name): DemoDifference => ({
        type: "changed",
        object: column(table, name),
        attribute: "type",
        expected: "character varying(36)",
        actual: "uuid",
      }),
    ),
  ),
  ...missingTables.map(
    (name): DemoDifference => ({ type: "missing", object: { kind: "table", schema, name } }),
  ),
  {
    type: "missing",
    object: {
      kind: "index",
      schema,
      table: "deal_activities",
      name: "ix_deal_activities_deal_id_occurred_at",
    },
  },
  {
    type: "unexpected",
    object: { kind: "index", schema, table: "deals", name: "ix_hotfix_deals_stage_updated" },
  },
  {
    type: "changed",
    object: column("documents", "file_name"),
    attribute: "type",
    expected: "character varying(255)",
    actual: "character varying(100)",
  },
  {
    type: "changed",
    object: column("deals", "currency"),
    attribute: "default",
    expected: "'USD'::character varying",
    actual: null,
  },
];
