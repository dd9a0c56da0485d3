import { Fragment } from "react";
import { classNames } from "./class-names";
import { highlightSql, plainLines } from "./highlight-sql";
import { Link } from "./link";
import { foldEqual, type Line, type Piece, pairLines } from "./pair-lines";

interface SqlDiffProps {
  readonly expected: string;
  readonly actual: string;
  /** What is compared, for screen readers: `Definition of public.users`. */
  readonly label: string;
  readonly view: "split" | "unified";
  /** False for what is no SQL: a comment, a list of labels. */
  readonly sql?: boolean;
  /** Where the same is shown with all lines; absent where nothing is folded. */
  readonly allHref?: string;
}

/**
 * Two texts line by line, rendered on the server. Lines carry glyphs, `<ins>`/`<del>` and words besides colours. Long
 * stretches of equal lines are folded.
 */
export async function SqlDiff({ expected, actual, label, view, sql = true, allHref }: SqlDiffProps) {
  const colour = async (text: string) => ({
    text,
    tokens: sql ? await highlightSql(text) : plainLines(text),
  });
  const all = pairLines(await colour(expected), await colour(actual), view === "split");
  const lines = allHref === undefined ? all : foldEqual(all);
  return (
    <section
      data-scrolls
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="card max-h-[40rem] overflow-auto rounded-md border bg-surface"
    >
      <table dir="ltr" className="w-full border-collapse font-mono text-xs leading-5">
        <caption className="sr-only">{label}</caption>
        {view === "split" ? (
          <SplitRows lines={lines} allHref={allHref} />
        ) : (
          <UnifiedRows lines={lines} allHref={allHref} />
        )}
      </table>
    </section>
  );
}

const headingClasses =
  "sticky top-0 border-b bg-shade px-3 py-1.5 text-left font-medium font-sans text-faint text-xs";

interface RowsProps {
  readonly lines: readonly (Line | number)[];
  readonly allHref: string | undefined;
}

function SplitRows({ lines, allHref }: RowsProps) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col" colSpan={2} className={`${headingClasses} w-1/2 border-r`}>
            Expected
          </th>
          <th scope="col" colSpan={2} className={`${headingClasses} w-1/2`}>
            Actual
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, position) =>
          typeof line === "number" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            <Folded key={position} count={line} columns={4} allHref={allHref} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            <tr key={position}>
              <Side line={line} side="expected" className="border-r" />
              <Side line={line} side="actual" className="" />
            </tr>
          ),
        )}
      </tbody>
    </>
  );
}

/** Where equal lines were left out. */
function Folded({
  count,
  columns,
  allHref,
}: {
  readonly count: number;
  readonly columns: number;
  readonly allHref: string | undefined;
}) {
  return (
    <tr className="border-y bg-shade font-sans text-muted">
      <td colSpan={columns} className="px-3 py-1">
        {count.toLocaleString("en")} equal lines
        {allHref !== undefined && (
          <>
            {" · "}
            <Link href={allHref} scroll={false} className="text-link underline underline-offset-2">
              Show all lines
            </Link>
          </>
        )}
      </td>
    </tr>
  );
}

interface SideProps {
  readonly line: Line;
  readonly side: "expected" | "actual";
  readonly className: string;
}

function Side({ line, side, className }: SideProps) {
  const own = line[side];
  if (own === undefined) return <td colSpan={2} className={`bg-inset/60 ${className}`} />;
  const colour = line.same ? "" : side === "expected" ? "bg-added" : "bg-removed";
  return (
    <>
      <td aria-hidden className={`w-9 select-none px-2 text-right align-top text-muted ${colour}`}>
        {own.number}
      </td>
      <td className={`align-top ${colour} ${className}`}>
        <Code pieces={own.pieces} mark={line.same ? "same" : side} />
      </td>
    </>
  );
}

function UnifiedRows({ lines, allHref }: RowsProps) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col" className={`${headingClasses} w-9`}>
            <span className="sr-only">Line expected</span>
          </th>
          <th scope="col" className={`${headingClasses} w-9`}>
            <span className="sr-only">Line actual</span>
          </th>
          <th scope="col" className={headingClasses}>
            + expected, − actual
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, position) => {
          if (typeof line === "number") {
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            return <Folded key={position} count={line} columns={3} allHref={allHref} />;
          }
          const mark = line.same ? "same" : line.actual === undefined ? "expected" : "actual";
          const colour = mark === "same" ? "" : mark === "expected" ? "bg-added" : "bg-removed";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            <tr key={position} className={colour}>
              <td aria-hidden className="w-9 select-none px-2 text-right align-top text-muted">
                {line.expected?.number}
              </td>
              <td aria-hidden className="w-9 select-none px-2 text-right align-top text-muted">
                {line.actual?.number}
              </td>
              <td className="align-top">
                <Code pieces={(line.expected ?? line.actual)?.pieces ?? []} mark={mark} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </>
  );
}

function Code({
  pieces,
  mark,
}: {
  readonly pieces: readonly Piece[];
  readonly mark: "expected" | "actual" | "same";
}) {
  const Line = mark === "same" ? "span" : mark === "expected" ? "ins" : "del";
  return (
    <span className="flex">
      <span aria-hidden className="w-5 shrink-0 select-none text-center font-semibold">
        {mark === "same" ? "" : mark === "expected" ? "+" : "−"}
      </span>
      {mark !== "same" && <span className="sr-only">{mark === "expected" ? "expected: " : "actual: "}</span>}
      <Line className="min-w-0 whitespace-pre-wrap pr-3 no-underline [overflow-wrap:anywhere]">
        {pieces.map((piece, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no identity but their place
          <Fragment key={position}>{pieceOf(piece, mark)}</Fragment>
        ))}
      </Line>
    </span>
  );
}

function pieceOf({ text, className, changed, omitted }: Piece, mark: "expected" | "actual" | "same") {
  if (omitted) return <span className="font-sans text-muted italic">{text}</span>;
  if (changed === undefined)
    return className === undefined ? text : <span className={className}>{text}</span>;
  // In the colours of its token some of it would be too faint on the stronger ground.
  const strong = mark === "expected" ? "bg-added-strong" : "bg-removed-strong";
  return (
    <span className={classNames(strong, "rounded-xs font-semibold forced-colors:underline")}>{text}</span>
  );
}
