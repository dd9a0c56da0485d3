import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";
import { type AuditField, type AuditView, auditHref } from "./audit-view";

const tones: Readonly<Record<string, Tone>> = { done: "ok", denied: "high", failed: "critical" };

/** An entry as the page shows it. */
export interface ShownEntry {
  readonly number: number;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly objectName: string | null;
  readonly database: string | null;
  readonly result: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string | null;
  /** JSON. */
  readonly detail: string;
  readonly previousHash: string;
  readonly hash: string;
}

interface AuditTableProps {
  readonly entries: readonly ShownEntry[];
  readonly view: AuditView;
}

/** Entries of the audit log, newest first. A value filters by itself; the row unfolds to everything that was kept. */
export function AuditTable({ entries, view }: AuditTableProps) {
  const filtered = (field: AuditField, value: string, shown = value) => (
    <Link
      href={auditHref({ filters: { ...view.filters, [field]: value } })}
      className="underline-offset-2 hover:underline [overflow-wrap:anywhere]"
      title={`Filter by ${visible(value)}`}
    >
      {visible(shown)}
    </Link>
  );
  return (
    <div className="rounded-lg border bg-surface shadow-card">
      <Table stacks caption="Entries of the audit log, newest first" className="md:min-w-5xl print:min-w-0">
        <thead>
          <tr>
            <ColumnHeading>Entry</ColumnHeading>
            <ColumnHeading>When</ColumnHeading>
            <ColumnHeading>Who</ColumnHeading>
            <ColumnHeading>Action</ColumnHeading>
            <ColumnHeading>Object</ColumnHeading>
            <ColumnHeading>Database</ColumnHeading>
            <ColumnHeading>Result</ColumnHeading>
            <ColumnHeading>From</ColumnHeading>
          </tr>
        </thead>
        <tbody>
          {entries.length === 0 && (
            <tr>
              <Cell colSpan={8} className="py-6 text-center text-muted">
                No entry matches.
              </Cell>
            </tr>
          )}
          {entries.map((entry) => (
            <tr key={entry.number} id={`e${entry.number}`}>
              <RowHeading>
                <details>
                  <summary className="cursor-pointer tabular-nums">{entry.number}</summary>
                  <AuditEntryDetail entry={entry} />
                </details>
              </RowHeading>
              <Cell label="When">
                <Time value={entry.at.toISOString()} />
              </Cell>
              <Cell label="Who">
                {filtered("actor", entry.actorName)}
                {entry.actorKind !== "person" && entry.actorKind !== entry.actorName && (
                  <span className="text-faint"> {entry.actorKind}</span>
                )}
              </Cell>
              <Cell label="Action" className="whitespace-nowrap font-mono text-xs">
                {filtered("action", entry.action)}
              </Cell>
              <Cell label="Object">
                <span className="text-faint">{entry.objectKind} </span>
                {filtered("object", entry.objectId, entry.objectName ?? shortened(entry.objectId))}
              </Cell>
              <Cell label="Database">{entry.database !== null && filtered("database", entry.database)}</Cell>
              <Cell label="Result">
                <Chip tone={tones[entry.result] ?? "neutral"}>{entry.result}</Chip>
              </Cell>
              <Cell label="From" className="whitespace-nowrap font-mono text-xs">
                {entry.address ?? ""}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function AuditEntryDetail({ entry }: { readonly entry: ShownEntry }) {
  const facts: readonly (readonly [string, string])[] = [
    ["At", entry.at.toISOString()],
    ["Who", `${entry.actorKind} ${entry.actorId}`],
    ["Object", `${entry.objectKind} ${entry.objectId}`],
    ["Request", entry.requestId ?? "none"],
    ["Agent", entry.agent ?? "none"],
    ["Hash", entry.hash],
    ["Hash before", entry.previousHash],
  ];
  return (
    <div className="mt-2 grid max-w-xl gap-2 text-xs">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="font-mono [overflow-wrap:anywhere]">{visible(value)}</dd>
          </div>
        ))}
      </dl>
      {entry.detail !== "{}" && (
        <pre className="whitespace-pre-wrap rounded-md border bg-inset p-2 font-mono [overflow-wrap:anywhere]">
          {indented(entry.detail)}
        </pre>
      )}
    </div>
  );
}

/** A UUID tells people nothing: its beginning is enough to tell two apart, and the row unfolds to all of it. */
const shortened = (id: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? `${id.slice(0, 8)}…` : id;

/** The detail on several lines; text that is no JSON any more, because somebody changed it, as it stands. */
function indented(detail: string): string {
  try {
    return JSON.stringify(JSON.parse(detail), null, 2).split("\n").map(visible).join("\n");
  } catch {
    return visible(detail);
  }
}
