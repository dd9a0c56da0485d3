import { Link } from "@/components/ui/link";
import { type Phase, phaseWords } from "./statement-phases";

interface StatementOutlineProps {
  readonly phases: readonly Phase[];
  readonly reads: ReadonlySet<number>;
  /** The address at which a statement is shown. */
  readonly hrefOf: (position: number) => string;
}

/** The statements of a plan by phase, with how much of each is read. */
export function StatementOutline({ phases, reads, hrefOf }: StatementOutlineProps) {
  return (
    <nav
      aria-label="Outline of the plan"
      className="screen-only min-w-0 text-sm lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto"
    >
      <ol className="grid gap-1">
        {phases.map(({ name, from, to }) => {
          const total = to - from + 1;
          let read = 0;
          for (let position = from; position <= to; position++) if (reads.has(position)) read += 1;
          return (
            <li key={from}>
              <Link
                href={hrefOf(from)}
                className="block rounded-md px-2 py-1.5 hover:bg-hover"
                title={phaseWords[name]}
              >
                <span className="flex items-baseline justify-between gap-2">
                  <span className="font-medium">{name}</span>
                  <span className="text-faint text-xs">
                    {from === to ? `#${from + 1}` : `#${from + 1}–${to + 1}`}
                  </span>
                </span>
                <span className="block text-muted text-xs">
                  {read === total ? "all read" : `${read} of ${total} read`}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
