import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Chip } from "@/components/ui/chip";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { attributeLabel } from "@/lib/drift/describe";
import { visible } from "@/lib/postgres/identity";

/** A rule as the table shows it. */
export interface ShownIgnoreRule {
  readonly id: string;
  readonly kind: string | null;
  readonly schema: string | null;
  readonly name: string | null;
  readonly attribute: string | null;
  readonly reason: string;
  readonly author: string;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  readonly active: boolean;
  readonly covers: { readonly whole: readonly unknown[]; readonly inPart: readonly unknown[] };
}

interface IgnoreRulesTableProps {
  readonly slug: string;
  readonly rules: readonly ShownIgnoreRule[];
  /** Null for who may not take rules away. */
  readonly removeAction: FormAction | null;
}

/** The rules of a database, with what each covers now. */
export function IgnoreRulesTable({ slug, rules, removeAction }: IgnoreRulesTableProps) {
  return (
    <Table stacks caption="Ignore rules">
      <thead>
        <tr>
          <ColumnHeading>Covers</ColumnHeading>
          <ColumnHeading>Reason</ColumnHeading>
          <ColumnHeading>In the last check</ColumnHeading>
          <ColumnHeading>Until</ColumnHeading>
          <ColumnHeading>
            <span className="sr-only">Actions</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.id} className="last:[&>*]:border-b-0">
            <RowHeading className="[overflow-wrap:anywhere]">{wordsOf(rule)}</RowHeading>
            <Cell label="Reason" className="[overflow-wrap:anywhere]">
              {visible(rule.reason)}
              <span className="block text-faint text-xs">{visible(rule.author)}</span>
            </Cell>
            <Cell label="Covers now" className="tabular-nums">
              {rule.covers.whole.length}
              {rule.covers.inPart.length > 0 && `, parts of ${rule.covers.inPart.length} more`}
            </Cell>
            <Cell label="Until">
              {!rule.active && <Chip tone="unknown">Expired</Chip>}{" "}
              {rule.expiresAt === null ? "No end" : <Time value={rule.expiresAt} />}
            </Cell>
            <Cell>
              {removeAction !== null && (
                <ActionButton
                  action={removeAction}
                  fields={{ slug, id: rule.id }}
                  pendingText="Removing rule…"
                  size="small"
                >
                  Remove rule
                </ActionButton>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** `column comment of tmp_* in public`. */
function wordsOf({ kind, schema, name, attribute }: ShownIgnoreRule): string {
  const label = attribute === null ? null : attributeLabel(kind ?? "", attribute);
  const what = [kind ?? "everything", label].filter((part) => part !== null).join(", attribute ");
  const named = name === null ? "" : ` named ${visible(name)}`;
  return `${visible(what)}${named}${schema === null ? "" : ` in ${visible(schema)}`}`;
}
