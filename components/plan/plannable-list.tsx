import { kindWords } from "@/components/drift/counting";
import { ObjectName } from "@/components/drift/object-name";
import { severityFaces } from "@/components/drift/severity-mark";
import { SeveritySprite } from "@/components/drift/severity-sprite";
import { ShortForm } from "@/components/drift/short-form";
import type { Difference } from "@/lib/drift/difference";

/** A difference that may be in a plan. */
export interface PlannableDifference {
  readonly difference: Difference;
  readonly ticked: boolean;
  /** Why it comes along though nobody chose it. */
  readonly along?: string;
}

/** The differences to choose from. Plain HTML, because there may be thousands. */
export function PlannableList({ differences }: { readonly differences: readonly PlannableDifference[] }) {
  return (
    <>
      <SeveritySprite />
      <ul className="divide-y">
        {differences.map(({ difference, ticked, along }) => (
          <li key={difference.id} className="plannable-difference">
            <label className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-3 py-1.5 text-sm hover:bg-hover sm:grid-cols-[auto_5.5rem_minmax(0,1fr)]">
              <input
                type="checkbox"
                name="difference"
                value={difference.id}
                defaultChecked={ticked}
                className="mt-0.5 size-4 shrink-0"
              />
              <span
                className={`mt-px flex items-center gap-1.5 self-start font-medium text-xs max-sm:hidden ${severityFaces[difference.severity].text}`}
              >
                <svg aria-hidden="true" className="size-3.5 shrink-0">
                  <use href={`#severity-${difference.severity}`} />
                </svg>
                {severityFaces[difference.severity].word}
              </span>
              <span className="min-w-0">
                <ObjectName object={difference.object} />{" "}
                <span className="text-faint text-xs">{kindWords(difference.object.kind)}</span>
                <span className="block text-muted text-xs [overflow-wrap:anywhere]">
                  <ShortForm difference={difference} />
                  {along !== undefined && <>; {along}</>}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
