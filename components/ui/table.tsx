import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

interface TableProps {
  /** Read to who cannot see the heading above it. */
  readonly caption: string;
  /** On a phone each row becomes a block of its facts, one below the other, instead of a table that scrolls. */
  readonly stacks?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A table that scrolls inside its own region when it is wider than the page. */
export function Table({ caption, stacks = false, className, children }: TableProps) {
  return (
    // Positioned, so that texts for screen readers scroll along with their cells and do not widen the page.
    // biome-ignore lint/a11y/useSemanticElements: no landmark of its own, since the card around it mostly is one of that name
    <div
      data-scrolls
      role="group"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-[inherit]"
    >
      <table
        {...(stacks ? { "data-stacks": "" } : {})}
        className={classNames("w-full border-collapse text-left text-sm", className)}
      >
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** The heading of a column. */
export function ColumnHeading({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={classNames(
        "whitespace-nowrap border-b bg-shade px-3 py-2 font-medium text-faint text-xs first:pl-4 last:pr-4",
        className,
      )}
      {...rest}
    />
  );
}

/** A cell. `label` is what stands before it where the table stacks: its column's heading. */
export function Cell({ className, label, ...rest }: ComponentProps<"td"> & { readonly label?: string }) {
  return (
    <td
      {...(label === undefined ? {} : { "data-label": label })}
      className={classNames("border-b px-3 py-2 align-top first:pl-4 last:pr-4", className)}
      {...rest}
    />
  );
}

/** The cell that names its row. */
export function RowHeading({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="row"
      className={classNames(
        // Names may break anywhere; without a least width the other columns would leave them a letter a line.
        "min-w-40 border-b px-3 py-2 text-left align-top font-normal first:pl-4 last:pr-4",
        className,
      )}
      {...rest}
    />
  );
}
