import { X } from "lucide-react";
import Form from "next/form";
import { Button, LinkButton } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { SearchBox } from "@/components/ui/search-box";

/** One understood term and the address of the list without it. */
export interface FilterChip {
  readonly text: string;
  readonly removeHref: string;
}

interface FilterBoxProps {
  /** The address the form goes to. */
  readonly path: string;
  /** The filter as it was typed. */
  readonly text: string;
  readonly chips: readonly FilterChip[];
  /** Terms that mean nothing, as typed. */
  readonly ignored: readonly string[];
  /** Other parameters of the address that must stay. */
  readonly keep?: { readonly [name: string]: string };
  readonly clearHref: string;
}

const examples = ["sev:>=high", "kind:column", "type:missing", "table:users", "-kind:index"];

/** The filter of a list: a GET form, so it works before and without JavaScript. */
export function FilterBox({ path, text, chips, ignored, keep = {}, clearHref }: FilterBoxProps) {
  return (
    <search className="screen-only grid min-w-0 gap-2">
      <Form action={path} replace scroll={false} className="flex min-w-0 gap-2">
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SearchBox
          label="Filter differences"
          placeholder={`Filter: ${examples.slice(0, 3).join(" ")}`}
          text={text}
          describedBy="filter-grammar"
          className="min-w-0"
        />
        <Button type="submit">Filter</Button>
      </Form>
      <p id="filter-grammar" className="sr-only">
        Terms such as {examples.join(", ")}; other words are searched in the name.
      </p>
      {(chips.length > 0 || ignored.length > 0) && (
        <div className="flex min-w-0 flex-wrap items-center gap-1.5">
          {chips.map((chip) => (
            <span
              key={chip.text}
              className="chip inline-flex min-w-0 max-w-full items-center rounded-md border bg-inset pl-2 font-mono text-xs"
            >
              <bdi className="truncate">{chip.text}</bdi>
              <Link
                href={chip.removeHref}
                replace
                scroll={false}
                aria-label={`Remove ${chip.text}`}
                className="flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3" />
              </Link>
            </span>
          ))}
          {chips.length > 0 && (
            <LinkButton
              href={clearHref}
              replace
              scroll={false}
              look="quiet"
              size="small"
              data-shortcut="clear-filters"
            >
              Clear filters
            </LinkButton>
          )}
          {ignored.map((term) => (
            <span key={term} role="status" className="text-medium text-xs [overflow-wrap:anywhere]">
              Ignored filter <em>{term}</em>
            </span>
          ))}
        </div>
      )}
    </search>
  );
}
