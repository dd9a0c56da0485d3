import { countOf } from "@/components/drift/counting";
import type { FieldsAction } from "@/components/people/form-state";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import type { Tone } from "@/components/ui/tone";
import { hazards } from "@/lib/plan/hazards";
import { visible } from "@/lib/postgres/identity";
import type { Hazard, HazardCode } from "@/lib/postgres/statement";
import { AcceptHazards } from "./accept-hazards";
import { hazardTone } from "./hazard-tone";

/** A hazard that wants an answer, with the answer where there is one. */
export interface ShownHazard {
  readonly key: string;
  readonly hazard: Hazard;
  /** Positions of its statements. */
  readonly statements: readonly number[];
  /** What has to be typed; null where a click is enough. */
  readonly typed: string | null;
  readonly acceptedBy: string | null;
  /** True where the same transaction puts back what it takes away: nobody else ever sees it gone. */
  readonly putBack: boolean;
}

interface HazardsCardProps {
  readonly planId: string;
  readonly hazards: readonly ShownHazard[];
  readonly hrefOf: (position: number) => string;
  /** Absent for who may not answer, and for a plan that takes no answers any more. */
  readonly action?: FieldsAction;
}

/** Details shown of one sort before the rest is folded away. */
const shownNames = 4;

/** How the plan can hurt, by sort; each sort wants an answer, and what loses data wants its table's name. */
export function HazardsCard({ planId, hazards: all, hrefOf, action }: HazardsCardProps) {
  if (all.length === 0) return null;
  const groups = new Map<string, ShownHazard[]>();
  for (const entry of all) {
    // What has to be typed is asked for each table by itself.
    const id = entry.typed === null ? `${entry.hazard.code} ${entry.putBack}` : entry.key;
    groups.set(id, [...(groups.get(id) ?? []), entry]);
  }
  const open = all.filter(({ acceptedBy }) => acceptedBy === null).length;
  return (
    <Card
      id="hazards"
      title="Hazards"
      description={
        <span role="status">
          {open === 0 ? "Each has an answer." : `${countOf(open, "hazard")} without an answer.`}
        </span>
      }
    >
      <ul className={open === 0 ? "grid gap-1" : "grid gap-4"}>
        {[...groups]
          .toSorted(([, a], [, b]) => rankOf(a) - rankOf(b))
          .map(([id, entries]) => {
            const code: HazardCode | undefined = entries[0]?.hazard.code;
            if (code === undefined) return null;
            const unanswered = entries.filter(({ acceptedBy }) => acceptedBy === null);
            if (unanswered.length === 0) return <Answered key={id} entries={entries} hrefOf={hrefOf} />;
            return (
              <li key={id} className="grid gap-1.5 text-sm sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-x-6">
                <div className="min-w-0">
                  <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <Sort entries={entries} />
                  </p>
                  <Effect entries={entries} hrefOf={hrefOf} />
                </div>
                <div className="min-w-0 sm:max-w-72 sm:text-right">
                  {action === undefined ? (
                    <p className="text-muted">No answer yet.</p>
                  ) : (
                    <AcceptHazards
                      planId={planId}
                      keys={unanswered.map(({ key }) => key)}
                      typed={entries[0]?.typed ?? null}
                      label={
                        entries.length > 1
                          ? `Accept all ${unanswered.length}`
                          : `Accept: ${hazards[code].title.toLowerCase()}`
                      }
                      action={action}
                    />
                  )}
                </div>
              </li>
            );
          })}
      </ul>
    </Card>
  );
}

interface SortProps {
  /** Hazards of one sort. */
  readonly entries: readonly ShownHazard[];
  readonly hrefOf: (position: number) => string;
}

/** A sort that has its answer: one line, so that the statements come closer. */
function Answered({ entries, hrefOf }: SortProps) {
  return (
    <li className="text-sm">
      <details>
        <summary className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 rounded-md hover:bg-hover">
          <Sort entries={entries} />
          <span className="text-muted text-xs">Accepted by {peopleOf(entries)}.</span>
          <span aria-hidden className="ml-auto pr-1 text-faint text-xs underline underline-offset-2">
            what it does
          </span>
        </summary>
        <Effect entries={entries} hrefOf={hrefOf} />
      </details>
    </li>
  );
}

function Sort({ entries }: Pick<SortProps, "entries">) {
  const [first] = entries;
  if (first === undefined) return null;
  const { code } = first.hazard;
  return (
    <>
      <Chip tone={first.putBack ? "neutral" : hazardTone(code)}>{hazards[code].title}</Chip>
      <span className="text-muted text-xs">
        {countOf(statementsOf(entries).length, "statement")}
        {first.putBack && ", put back at once"}
      </span>
    </>
  );
}

function Effect({ entries, hrefOf }: SortProps) {
  const [first] = entries;
  if (first === undefined) return null;
  return (
    <>
      <p className="mt-1 max-w-[80ch] text-pretty text-muted">
        {first.putBack
          ? "Put back as it is by the same transaction: nobody else sees it gone, only its lock is felt."
          : hazards[first.hazard.code].effect}
      </p>
      <Details entries={entries} hrefOf={hrefOf} />
    </>
  );
}

function Details({ entries, hrefOf }: SortProps) {
  const positions = statementsOf(entries);
  const named = entries.flatMap(({ hazard }) => hazard.detail ?? []);
  return (
    <p className="mt-1 text-xs [overflow-wrap:anywhere]">
      {named.slice(0, shownNames).map(visible).join("; ")}
      {named.length > shownNames && ` and ${named.length - shownNames} more`}
      {named.length > 0 && " · "}
      {positions.slice(0, 12).map((position, index) => (
        <span key={position}>
          {index > 0 && " "}
          <Link href={hrefOf(position)} className="text-link underline underline-offset-2">
            #{position + 1}
          </Link>
        </span>
      ))}
      {positions.length > 12 && " …"}
    </p>
  );
}

/** What hurts most comes first; what is put back comes last. */
const ranks: { readonly [T in Tone]?: number } = { critical: 0, high: 1, medium: 2 };

function rankOf([entry]: readonly ShownHazard[]): number {
  if (entry === undefined) return 0;
  return entry.putBack ? 4 : (ranks[hazardTone(entry.hazard.code)] ?? 3);
}

const statementsOf = (entries: readonly ShownHazard[]): readonly number[] =>
  [...new Set(entries.flatMap(({ statements }) => statements))].toSorted((a, b) => a - b);

const peopleOf = (entries: readonly ShownHazard[]): string =>
  [...new Set(entries.flatMap(({ acceptedBy }) => acceptedBy ?? []))].join(", ");
