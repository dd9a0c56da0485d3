import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeading } from "@/components/frame/page-heading";
import { LinkButton } from "@/components/ui/button";
import { CopyLinkButton } from "@/components/ui/copy-link-button";
import { Time } from "@/components/ui/time";
import type { Difference } from "@/lib/drift/difference";
import { countOf, kindWords } from "./counting";
import { ObjectName } from "./object-name";
import { SeverityMark } from "./severity-mark";
import { TypeMark } from "./type-mark";

interface DifferenceHeaderProps {
  readonly difference: Difference;
  /** The page of this difference, without view settings. */
  readonly href: string;
  /** The list that it was opened from. */
  readonly listHref?: string;
  /** ISO 8601: first and last check that found it. */
  readonly firstSeen: string;
  readonly lastSeen?: string;
  readonly checks?: number;
  readonly previousHref?: string;
  readonly nextHref?: string;
  readonly actions?: ReactNode;
}

/** What differs, how badly and since when, with the way to its neighbours. */
export function DifferenceHeader(props: DifferenceHeaderProps) {
  const { difference, href, listHref, firstSeen, lastSeen, checks, previousHref, nextHref, actions } = props;
  return (
    <PageHeading
      title={
        <>
          <ObjectName object={difference.object} />{" "}
          <span className="font-normal text-lg text-muted">{kindWords(difference.object.kind)}</span>
        </>
      }
      description={
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <SeverityMark severity={difference.severity} />
          <TypeMark type={difference.type} />
          <span className="font-mono text-xs">{difference.id}</span>
          <span>
            since <Time value={firstSeen} />
            {checks !== undefined && ` (${countOf(checks, "check")})`}
          </span>
          {lastSeen !== undefined && (
            <span>
              last seen <Time value={lastSeen} />
            </span>
          )}
        </p>
      }
      actions={
        <>
          {actions}
          {listHref !== undefined && (
            <LinkButton href={listHref} size="small" look="quiet" data-shortcut="close">
              Back to the list
            </LinkButton>
          )}
          <CopyLinkButton path={href} />
          {previousHref !== undefined && (
            <LinkButton
              href={previousHref}
              size="small"
              data-shortcut="previous"
              aria-label="Previous difference"
            >
              <ChevronLeft aria-hidden />
            </LinkButton>
          )}
          {nextHref !== undefined && (
            <LinkButton href={nextHref} size="small" data-shortcut="next" aria-label="Next difference">
              <ChevronRight aria-hidden />
            </LinkButton>
          )}
        </>
      }
    />
  );
}
