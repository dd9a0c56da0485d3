import { CodeLine } from "./code-line";
import { CopyButton } from "./copy-button";
import { highlightSql } from "./highlight-sql";

interface CodeBlockProps {
  readonly sql: string;
  /** What the code is, for screen readers: `Expected definition of public.users`. */
  readonly label: string;
  readonly lineNumbers?: boolean;
  /** False where a copy button would say the same as one beside it. */
  readonly copyable?: boolean;
}

/** SQL, coloured on the server, scrolling inside its own region. */
export async function CodeBlock({ sql, label, lineNumbers, copyable = true }: CodeBlockProps) {
  const lines = await highlightSql(sql);
  return (
    <div className="card group relative min-w-0 rounded-md border bg-shade">
      {copyable && (
        <div className="absolute top-1.5 right-1.5 rounded-md bg-shade">
          <CopyButton text={sql} label="Copy SQL" iconOnly />
        </div>
      )}
      <section
        data-scrolls
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-[32rem] overflow-auto rounded-[inherit]"
      >
        <pre dir="ltr" className="min-w-full p-3 pr-11 font-mono text-xs leading-5">
          <code className="grid">
            {lines.map((line, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its number
              <span key={position} className="min-h-5">
                {lineNumbers && (
                  <span aria-hidden className="mr-4 inline-block w-8 select-none text-right text-faint">
                    {position + 1}
                  </span>
                )}
                <CodeLine tokens={line} />
                {"\n"}
              </span>
            ))}
          </code>
        </pre>
      </section>
    </div>
  );
}
