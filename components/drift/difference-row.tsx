// biome-ignore-all lint/a11y/useSemanticElements: rows are CSS grids, which table elements cannot be on narrow screens
// biome-ignore-all lint/a11y/useFocusableInteractive: the tab index roves, one row at a time

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Chip } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { attributeLabel, shortValue } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import { displayName } from "@/lib/postgres/identity";
import { countOf, kindWords } from "./counting";
import { ObjectName } from "./object-name";
import { SeverityMark } from "./severity-mark";
import { TypeMark } from "./type-mark";

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
}

/** Columns of the list; narrow screens stack them. */
export const rowColumns =
  "grid-cols-[2.25rem_minmax(0,1fr)_auto] md:grid-cols-[2.25rem_5.75rem_minmax(0,1fr)_7rem] lg:grid-cols-[2.25rem_5.75rem_minmax(12rem,1fr)_6.5rem_minmax(12rem,1.25fr)_7.5rem]";

/** Rendered on the server as plain HTML; DifferenceGrid handles the keys and clicks of all rows at once. */
export function DifferenceRow({ item, first }: DifferenceRowProps) {
  const { difference, href, peekHref, peeked, since, chips = [] } = item;
  const { object } = difference;
  const unfolds =
    difference.includes.length > 0 || (difference.type === "changed" && difference.attributes.length > 1);
  return (
    <div
      role="row"
      tabIndex={first ? 0 : -1}
      data-difference={difference.id}
      data-peek-href={peekHref}
      data-peeked={peeked ? "" : undefined}
      className="difference-row relative border-b -outline-offset-2 hover:bg-hover aria-selected:bg-chosen data-peeked:bg-hover"
    >
      <div className={`grid items-center gap-x-3 px-3 py-1.5 ${rowColumns}`}>
        <div role="gridcell" className="flex self-start max-md:row-span-3 md:max-lg:row-span-2">
          <label className="flex size-7 items-center justify-center">
            <input
              type="checkbox"
              name="difference"
              value={difference.id}
              aria-label={`Select ${displayName(object)}`}
              className="size-4"
            />
          </label>
        </div>
        <div role="gridcell" className="max-md:hidden">
          <SeverityMark severity={difference.severity} plain />
        </div>
        <div role="gridcell" className="min-w-0 text-sm max-md:col-span-2">
          <Link href={href} prefetch={false} className="rounded hover:underline">
            <ObjectName object={object} />
          </Link>{" "}
          <span className="whitespace-nowrap text-faint text-xs">{kindWords(object.kind)}</span>
        </div>
        <div role="gridcell" className="flex items-center gap-3 max-md:col-start-2">
          <span className="md:hidden">
            <SeverityMark severity={difference.severity} plain />
          </span>
          <TypeMark type={difference.type} />
        </div>
        <div
          role="gridcell"
          className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm max-md:col-start-2 max-md:col-end-4 max-md:row-start-3 md:max-lg:col-start-2 md:max-lg:col-end-4"
        >
          <ShortForm difference={difference} />
          {chips.map((chip) => (
            <Chip
              key={chip.label}
              {...(chip.tone === undefined ? {} : { tone: chip.tone })}
              {...(chip.title === undefined ? {} : { title: chip.title })}
            >
              {chip.label}
            </Chip>
          ))}
        </div>
        <div
          role="gridcell"
          className="flex items-center justify-end gap-1.5 text-faint text-xs max-md:col-start-3 max-md:row-start-2"
        >
          {since !== undefined && <Time value={since} />}
          {unfolds && (
            <button
              type="button"
              data-expand
              aria-expanded={false}
              aria-label={`Unfold ${displayName(object)}`}
              className="flex size-6 items-center justify-center rounded hover:bg-inset hover:text-ink aria-expanded:[&_svg]:rotate-90"
            >
              <ChevronRight aria-hidden className="size-4" />
            </button>
          )}
        </div>
      </div>
      {unfolds && <Unfolded difference={difference} />}
    </div>
  );
}

/** The first changed attribute, or on which side the object is lacking. */
function ShortForm({ difference }: { readonly difference: Difference }) {
  const first = difference.type === "changed" ? difference.attributes[0] : undefined;
  if (difference.type !== "changed" || first === undefined) {
    return (
      <span className="text-muted">
        {difference.type === "missing" ? "declared, not in the database" : "in the database, not declared"}
        {difference.includes.length > 0 && `, with ${countOf(difference.includes.length, "object")}`}
      </span>
    );
  }
  const more = difference.attributes.length - 1;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="text-muted">{attributeLabel(difference.object.kind, first.attribute)} </span>
      <bdi className="name">{shortValue(first.expected)}</bdi>
      <span className="text-faint">
        <span aria-hidden> → </span>
        <span className="sr-only"> expected, actually </span>
      </span>
      <bdi className="name">{shortValue(first.actual)}</bdi>
      {more > 0 && <span className="whitespace-nowrap text-faint"> +{more} more</span>}
    </span>
  );
}

/** What `E` shows under the row: every changed attribute, or everything that comes along. */
function Unfolded({ difference }: { readonly difference: Difference }) {
  return (
    <div data-unfolded hidden role="gridcell" className="px-3 pb-3 pl-[3.75rem] text-sm">
      {difference.type === "changed" && (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
          {difference.attributes.map((attribute) => (
            <div key={attribute.attribute} className="contents">
              <dt className="text-muted">{attributeLabel(difference.object.kind, attribute.attribute)}</dt>
              <dd className="[overflow-wrap:anywhere]">
                <bdi className="name">{shortValue(attribute.expected)}</bdi>
                <span className="text-faint"> → </span>
                <bdi className="name">{shortValue(attribute.actual)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {difference.includes.length > 0 && (
        <p className="mt-1 text-muted [overflow-wrap:anywhere]">
          Comes with {countOf(difference.includes.length, "object")}:{" "}
          {difference.includes.slice(0, 12).map((object, position) => (
            <span key={JSON.stringify(object)}>
              {position > 0 && ", "}
              <bdi className="name text-ink">{displayName({ kind: object.kind, name: object.name })}</bdi> (
              {kindWords(object.kind)})
            </span>
          ))}
          {difference.includes.length > 12 && ` and ${difference.includes.length - 12} more`}
        </p>
      )}
    </div>
  );
}
