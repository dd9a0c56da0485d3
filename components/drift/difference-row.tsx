// biome-ignore-all lint/a11y/useSemanticElements: rows are CSS grids, which table elements cannot be on narrow screens
// biome-ignore-all lint/a11y/useFocusableInteractive: the tab index roves, one row at a time

import { Chip } from "@/components/ui/chip";
import { exactText, relativeText } from "@/components/ui/moment-text";
import type { Tone } from "@/components/ui/tone";
import { attributeLabel } from "@/lib/drift/describe";
import type { AttributeDifference, Difference } from "@/lib/drift/difference";
import { displayName } from "@/lib/postgres/identity";
import { countOf, kindWords } from "./counting";
import { ObjectName } from "./object-name";
import { severityFaces } from "./severity-mark";
import { ShortForm } from "./short-form";
import { valuesOnOneLine } from "./value-text";

/** One row of the list: a difference and what the page knows around it. */
export interface DifferenceItem {
  readonly difference: Difference;
  /** Its own page. */
  readonly href: string;
  /** The same list with this difference beside it. */
  readonly peekHref?: string;
  /** True while it is shown beside the list. */
  readonly peeked?: boolean;
  /** ISO 8601: the first check that found it. */
  readonly since?: string;
  readonly chips?: readonly { readonly label: string; readonly tone?: Tone; readonly title?: string }[];
}

interface DifferenceRowProps {
  readonly item: DifferenceItem;
  /** The first row of the list is where the keyboard enters. */
  readonly first: boolean;
  /** True with a box that chooses it. */
  readonly selectable: boolean;
}

/**
 * Plain HTML with few elements, because there may be thousands: the looks stand in globals.css, icons are drawn from
 * one sprite, and DifferenceGrid handles the keys and clicks of all rows at once.
 */
export function DifferenceRow({ item, first, selectable }: DifferenceRowProps) {
  const { difference, href, peekHref, peeked, since, chips = [] } = item;
  const { object, severity } = difference;
  const unfolds =
    difference.includes.length > 0 || (difference.type === "changed" && difference.attributes.length > 1);
  return (
    <div
      role="row"
      tabIndex={first ? 0 : -1}
      data-difference={difference.id}
      data-peek-href={peekHref}
      data-peeked={peeked ? "" : undefined}
      className="difference-row"
    >
      {selectable ? (
        <div role="gridcell" data-choose>
          <input
            type="checkbox"
            name="difference"
            value={difference.id}
            aria-label={`Select ${displayName(object)}`}
          />
        </div>
      ) : (
        // The looks count the cells.
        <span hidden />
      )}
      <div role="gridcell" className={severityFaces[severity].text}>
        <svg aria-hidden="true">
          <use href={`#severity-${severity}`} />
        </svg>
        {severityFaces[severity].word}
      </div>
      <div role="gridcell" data-copy>
        <a href={href} data-open>
          <ObjectName object={object} />
        </a>{" "}
        <small>{kindWords(object.kind)}</small>
      </div>
      <div role="gridcell" data-type={difference.type}>
        {difference.type}
      </div>
      <div role="gridcell" data-copy>
        <ShortForm difference={difference} />
        {chips.length > 0 && " "}
        {chips.map((chip) => (
          <Chip
            key={chip.label}
            className="mr-1"
            {...(chip.tone === undefined ? {} : { tone: chip.tone })}
            {...(chip.title === undefined ? {} : { title: chip.title })}
          >
            {chip.label}
          </Chip>
        ))}
      </div>
      <div role="gridcell">
        {since !== undefined && <Since value={since} />}
        {unfolds && (
          <button
            type="button"
            data-expand
            aria-expanded={false}
            aria-label={`Unfold ${displayName(object)}`}
          />
        )}
      </div>
      {unfolds && <Unfolded difference={difference} />}
    </div>
  );
}

/** When it was first found. Plain text, because thousands of clocks that run would cost more than they tell. */
function Since({ value }: { readonly value: string }) {
  const moment = Date.parse(value);
  return (
    <time dateTime={value} title={exactText(moment)}>
      {relativeText(moment, Date.now())}
    </time>
  );
}

/** What `E` shows under the row: every changed attribute, or everything that comes along. */
function Unfolded({ difference }: { readonly difference: Difference }) {
  return (
    <div data-unfolded hidden role="gridcell">
      {difference.type === "changed" && (
        <dl>
          {difference.attributes.map((change) => (
            <div key={change.attribute}>
              <dt>{attributeLabel(difference.object.kind, change.attribute)}</dt>
              <dd>
                <Values kind={difference.object.kind} change={change} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {difference.includes.length > 0 && <p>{includedText(difference)}</p>}
    </div>
  );
}

function Values({ kind, change }: { readonly kind: string; readonly change: AttributeDifference }) {
  const [expected, actual] = valuesOnOneLine(kind, change.attribute, change);
  return (
    <>
      <bdi className="name">{expected}</bdi> → <bdi className="name">{actual}</bdi>
    </>
  );
}

function includedText({ includes }: Difference): string {
  const named = includes
    .slice(0, 12)
    .map((object) => `${displayName({ kind: object.kind, name: object.name })} (${kindWords(object.kind)})`);
  const rest = includes.length - named.length;
  return `Comes with ${countOf(includes.length, "object")}: ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
