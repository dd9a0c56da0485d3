import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Spinner } from "@/components/ui/spinner";
import { visible } from "@/lib/postgres/identity";
import type { ConnectionTestNote, ConnectionTestState } from "./connection-test-state";

interface ConnectionTestProps {
  /** Null before a test, and after the connection was changed: an answer tells of what was tested only. */
  readonly state: ConnectionTestState | null;
  readonly pending: boolean;
  readonly onTest: () => void;
}

/** The button that tries the connection, and under it what the role sees and may do. Nothing is saved by it. */
export function ConnectionTest({ state, pending, onTest }: ConnectionTestProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button onClick={onTest} aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Connecting…" : "Test connection"}
        </Button>
        <span className="text-faint text-xs">
          Connects once and looks at what the role can read. Saves nothing.
        </span>
      </div>
      <div role="status">{state?.message !== undefined && !pending && <Outcome state={state} />}</div>
    </div>
  );
}

function Outcome({ state }: { readonly state: ConnectionTestState }) {
  const { ok, message = "", hint, notes = [], details = [] } = state;
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <div className="rounded-md border bg-surface px-4 py-3 text-sm [overflow-wrap:anywhere]">
      <p className="flex items-start gap-2 font-medium">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ok ? "text-ok" : "text-critical"}`} />
        <span className="min-w-0">{visible(message)}</span>
      </p>
      {(hint !== undefined || details.length > 0) && (
        <p className="mt-1 pl-6 text-muted">{visible([hint, ...details].filter(Boolean).join(" "))}</p>
      )}
      {notes.length > 0 && (
        <ul className="mt-2 grid gap-2 border-t pt-2">
          {notes.map((note) => (
            <Note key={note.message} note={note} />
          ))}
        </ul>
      )}
    </div>
  );
}

const faces = {
  info: { Icon: Info, tone: "text-faint", word: "" },
  warning: { Icon: TriangleAlert, tone: "text-medium", word: "Note: " },
  problem: { Icon: CircleAlert, tone: "text-critical", word: "Problem: " },
} as const;

function Note({ note }: { readonly note: ConnectionTestNote }) {
  const { Icon, tone, word } = faces[note.severity];
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p>
          {word !== "" && <span className="sr-only">{word}</span>}
          {note.message}
        </p>
        {note.remedy !== undefined && (
          <div className="mt-1 flex flex-wrap items-start gap-2">
            <code className="min-w-0 whitespace-pre-wrap rounded border bg-shade px-2 py-1 font-mono text-xs">
              {note.remedy}
            </code>
            <CopyButton text={note.remedy} label="Copy SQL" />
          </div>
        )}
      </div>
    </li>
  );
}
