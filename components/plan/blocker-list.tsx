import { Link } from "@/components/ui/link";
import { visible } from "@/lib/postgres/identity";

/** One thing that stands in the way of a step. */
export interface ShownBlocker {
  readonly code: string;
  readonly sentence: string;
  readonly whose: "yours" | "clears";
  /** Where it is put right; absent where nothing but waiting helps. */
  readonly remedy?: { readonly label: string; readonly href: string };
}

interface BlockerListProps {
  readonly blockers: readonly ShownBlocker[];
  /** Called when a remedy is followed, for a dialog that has to close. */
  readonly onFollow?: () => void;
}

/** What stands in the way: what somebody has to do, each with the way there, and what clears on its own (screens.md P2). */
export function BlockerList({ blockers, onFollow }: BlockerListProps) {
  return (
    <div className="grid gap-3">
      {(["yours", "clears"] as const).map((whose) => {
        const own = blockers.filter((blocker) => blocker.whose === whose);
        if (own.length === 0) return null;
        const title = whose === "yours" ? "Yours" : "Clears on its own";
        return (
          <section key={whose} aria-label={title}>
            <h3 className="font-medium text-sm">{title}</h3>
            <ul className="mt-1 divide-y rounded-md border text-sm">
              {own.map(({ code, sentence, remedy }) => (
                <li key={code} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3 py-1.5">
                  <span className="min-w-0 flex-1 basis-52 [overflow-wrap:anywhere]">
                    {visible(sentence)}
                  </span>
                  {remedy !== undefined && (
                    <Link
                      href={remedy.href}
                      {...(onFollow === undefined ? {} : { onClick: onFollow })}
                      className="inline-flex min-h-6 items-center text-link underline underline-offset-2"
                    >
                      {remedy.label}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
