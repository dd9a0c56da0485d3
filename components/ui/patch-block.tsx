import { visible } from "@/lib/postgres/identity";

interface PatchBlockProps {
  /** A unified diff of one file. */
  readonly diff: string;
  /** What is changed, for screen readers: `Change of schema.prisma`. */
  readonly label: string;
}

const marks: { readonly [mark: string]: { readonly colour: string; readonly words: string } } = {
  "+": { colour: "bg-added", words: "added: " },
  "-": { colour: "bg-removed", words: "removed: " },
};

/** A unified diff, scrolling inside its own region. Added and removed lines carry signs and words besides colours. */
export function PatchBlock({ diff, label }: PatchBlockProps) {
  const lines = diff.replace(/\n$/, "").split("\n");
  return (
    <section
      data-scrolls
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      // Words for screen readers stand absolutely; without `relative` they would make the page longer.
      className="card relative max-h-[40rem] overflow-auto rounded-md border bg-surface"
    >
      <pre dir="ltr" className="w-max min-w-full py-1 font-mono text-xs leading-5">
        {lines.map((line, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
          <PatchLine key={position} line={line} heading={position < 2 || line.startsWith("@@")} />
        ))}
      </pre>
    </section>
  );
}

function PatchLine({ line, heading }: { readonly line: string; readonly heading: boolean }) {
  const text = visible(line.replaceAll("\t", "  ").replace(/\r$/, ""));
  if (heading) return <span className="block bg-shade px-3 text-muted">{text}</span>;
  const mark = marks[line.charAt(0)];
  if (mark === undefined) return <span className="block px-3">{text}</span>;
  const Line = line.startsWith("+") ? "ins" : "del";
  return (
    <Line className={`block px-3 no-underline ${mark.colour}`}>
      <span className="sr-only">{mark.words}</span>
      {text}
    </Line>
  );
}
