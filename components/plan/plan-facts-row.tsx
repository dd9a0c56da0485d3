import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";

/** One fact about a plan. */
export interface PlanFact {
  readonly label: string;
  readonly value: string;
  readonly href?: string;
  /** ISO 8601, shown behind the value. */
  readonly at?: string;
  /** The whole value, where only a part is shown. */
  readonly title?: string;
  readonly mono?: boolean;
}

/** What a plan is for and where it comes from, in one row that wraps. */
export function PlanFactsRow({ facts }: { readonly facts: readonly PlanFact[] }) {
  return (
    <dl className="mb-5 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {facts.map(({ label, value, href, at, title, mono }) => (
        <div key={label} className="min-w-0">
          <dt className="text-faint text-xs">{label}</dt>
          <dd
            title={title}
            className={`[overflow-wrap:anywhere] ${mono ? "font-mono text-xs leading-5" : ""}`}
          >
            {href === undefined ? (
              value
            ) : (
              <Link href={href} className="text-link underline underline-offset-2">
                {value}
              </Link>
            )}
            {at !== undefined && (
              <span className="text-muted">
                {" "}
                <Time value={at} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
