import { diffLines } from "diff";
import { CodeLine } from "./code-line";
import { type CodeToken, highlightSql } from "./highlight-sql";

interface SqlDiffProps {
  readonly expected: string;
  readonly actual: string;
  /** What is compared, for screen readers: `Definition of public.users`. */
  readonly label: string;
  readonly view: "split" | "unified";
}

type Tokens = readonly CodeToken[];

/** One line of the comparison. `expected` only: the database lacks it. `actual` only: the database has it besides. */
interface Line {
  readonly expected?: { readonly number: number; readonly tokens: Tokens };
  readonly actual?: { readonly number: number; readonly tokens: Tokens };
}

/** Two SQL texts line by line, rendered on the server. Lines carry glyphs, `<ins>`/`<del>` and words besides colours. */
export async function SqlDiff({ expected, actual, label, view }: SqlDiffProps) {
  const lines = pairLines(
    expected,
    actual,
    await highlightSql(expected),
    await highlightSql(actual),
    view === "split",
  );
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
        {view === "split" ? <SplitRows lines={lines} /> : <UnifiedRows lines={lines} />}
      </table>
    </section>
  );
}

const headingClasses =
  "sticky top-0 border-b bg-shade px-3 py-1.5 text-left font-medium font-sans text-faint text-xs";

function SplitRows({ lines }: { readonly lines: readonly Line[] }) {
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
        {lines.map((line, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
          <tr key={position}>
            <Side line={line} side="expected" className="border-r" />
            <Side line={line} side="actual" className="" />
          </tr>
        ))}
      </tbody>
    </>
  );
}

interface SideProps {
  readonly line: Line;
  readonly side: "expected" | "actual";
  readonly className: string;
}

function Side({ line, side, className }: SideProps) {
  const own = line[side];
  const other = line[side === "expected" ? "actual" : "expected"];
  if (own === undefined) return <td colSpan={2} className={`bg-inset/60 ${className}`} />;
  const differs = other === undefined || !sameTokens(own.tokens, other.tokens);
  const colour = !differs ? "" : side === "expected" ? "bg-added" : "bg-removed";
  return (
    <>
      <td aria-hidden className={`w-9 select-none px-2 text-right align-top text-muted ${colour}`}>
        {own.number}
      </td>
      <td className={`align-top ${colour} ${className}`}>
        <Code tokens={own.tokens} mark={!differs ? "same" : side} />
      </td>
    </>
  );
}

function UnifiedRows({ lines }: { readonly lines: readonly Line[] }) {
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
          const mark =
            line.actual === undefined ? "expected" : line.expected === undefined ? "actual" : "same";
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
                <Code tokens={(line.expected ?? line.actual)?.tokens ?? []} mark={mark} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </>
  );
}

function Code({ tokens, mark }: { readonly tokens: Tokens; readonly mark: "expected" | "actual" | "same" }) {
  const Line = mark === "same" ? "span" : mark === "expected" ? "ins" : "del";
  return (
    <span className="flex">
      <span aria-hidden className="w-5 shrink-0 select-none text-center font-semibold">
        {mark === "same" ? "" : mark === "expected" ? "+" : "−"}
      </span>
      {mark !== "same" && <span className="sr-only">{mark === "expected" ? "expected: " : "actual: "}</span>}
      <Line className="min-w-0 whitespace-pre-wrap pr-3 no-underline [overflow-wrap:anywhere]">
        <CodeLine tokens={tokens} />
      </Line>
    </span>
  );
}

/** Lines that stand on both sides are paired. `besides` also puts a changed line beside what it became. */
function pairLines(
  expected: string,
  actual: string,
  expectedTokens: readonly Tokens[],
  actualTokens: readonly Tokens[],
  besides: boolean,
): readonly Line[] {
  const lines: Line[] = [];
  let expectedLine = 0;
  let actualLine = 0;
  const takeExpected = () => ({ number: expectedLine + 1, tokens: expectedTokens[expectedLine++] ?? [] });
  const takeActual = () => ({ number: actualLine + 1, tokens: actualTokens[actualLine++] ?? [] });
  // jsdiff compares line ends too; both texts get one, so that a last line without it is not a difference.
  const parts = diffLines(ended(actual), ended(expected));
  for (let position = 0; position < parts.length; position++) {
    const part = parts[position];
    if (part === undefined) continue;
    if (!part.added && !part.removed) {
      for (let line = 0; line < part.count; line++)
        lines.push({ expected: takeExpected(), actual: takeActual() });
      continue;
    }
    const next = parts[position + 1];
    const paired = part.removed && next?.added ? next : undefined;
    if (paired !== undefined) position++;
    const surplus = part.removed ? part.count : 0;
    const lacking = part.added ? part.count : (paired?.count ?? 0);
    const together = besides ? Math.min(surplus, lacking) : 0;
    for (let line = 0; line < together; line++)
      lines.push({ expected: takeExpected(), actual: takeActual() });
    for (let line = together; line < surplus; line++) lines.push({ actual: takeActual() });
    for (let line = together; line < lacking; line++) lines.push({ expected: takeExpected() });
  }
  return lines;
}

const ended = (text: string): string => {
  const lines = text.replaceAll("\r\n", "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
};

function sameTokens(a: Tokens, b: Tokens): boolean {
  const text = (tokens: Tokens): string => tokens.map((token) => token.text).join("");
  return text(a) === text(b);
}
