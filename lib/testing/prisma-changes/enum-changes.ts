/** Changes of the enums of a database, the ones that Postgres has no statement for included. */
import type { Catalog } from "../../catalog/catalog";
import type { Column } from "../../kinds/column";
import type { Enum } from "../../kinds/enum";
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import type { DatabaseChange } from "./changes";

/** @param most enums that are changed */
export function enumChanges(side: Catalog, most: number): readonly DatabaseChange[] {
  const found = side.objects.filter(({ kind }) => kind === "enum") as unknown as readonly Enum[];
  return [
    ...found.slice(0, most).flatMap((type): readonly DatabaseChange[] => {
      const { labels } = type;
      const path = qualify(type.schema, type.name);
      const [first = ""] = labels;
      const last = labels.at(-1) ?? "";
      return [
        { name: `add a label to ${type.name}`, sql: `ALTER TYPE ${path} ADD VALUE 'new-label'` },
        {
          name: `add a label in front of ${type.name}`,
          sql: `ALTER TYPE ${path} ADD VALUE 'first_one' BEFORE ${quoteLiteral(first)}`,
        },
        {
          name: `rename a label of ${type.name}`,
          sql: `ALTER TYPE ${path} RENAME VALUE ${quoteLiteral(last)} TO 'other one'`,
        },
        { name: `reverse ${type.name}`, sql: replace(side, type, labels.toReversed()) },
        ...(labels.length < 2
          ? []
          : [
              { name: `remove a label of ${type.name}`, sql: replace(side, type, labels.slice(0, -1), last) },
            ]),
        { name: `text in place of ${type.name}`, sql: replace(side, type, null) },
        { name: `comment on ${type.name}`, sql: `COMMENT ON TYPE ${path} IS 'words'` },
      ];
    }),
    { name: "new enum", sql: "CREATE TYPE public.new_enum AS ENUM ('a', '1 b', 'c\"d')" },
  ];
}

/** The type with these labels, or with null text in its place, its columns and their defaults brought along. */
function replace(side: Catalog, type: Enum, labels: readonly string[] | null, gone?: string): string {
  const path = qualify(type.schema, type.name);
  const columns = (
    side.objects.filter(({ kind }) => kind === "column") as unknown as readonly Column[]
  ).filter((column) => column.type.replace("[]", "") === path);
  const alter = (column: Column, sql: string): string =>
    `ALTER TABLE ${qualify(column.schema, column.table)} ALTER COLUMN ${quoteIdentifier(column.name)} ${sql};`;
  const wanted = labels === null ? "text" : path;
  const list = (column: Column): string => (column.type.endsWith("[]") ? "[]" : "");
  const keeps = ({ default: value }: Column): boolean =>
    value !== null && !(gone !== undefined && value.includes(quoteLiteral(gone)));
  return [
    ...columns.flatMap((column) => (column.default === null ? [] : [alter(column, "DROP DEFAULT")])),
    ...(labels === null
      ? []
      : [
          `ALTER TYPE ${path} RENAME TO old_type;`,
          `CREATE TYPE ${path} AS ENUM (${labels.map(quoteLiteral).join(", ")});`,
        ]),
    ...columns.map((column) => {
      const name = quoteIdentifier(column.name);
      return alter(
        column,
        `TYPE ${wanted}${list(column)} USING ${name}::text${list(column)}::${wanted}${list(column)}`,
      );
    }),
    ...columns.flatMap((column) =>
      keeps(column) && labels !== null ? [alter(column, `SET DEFAULT ${column.default}`)] : [],
    ),
    labels === null ? `DROP TYPE ${path}` : `DROP TYPE ${qualify(type.schema, "old_type")}`,
  ].join("\n");
}
