import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";

/** One day of the strip. */
export interface StripDay {
  /** `2026-11-29`. */
  readonly date: string;
  /** `29`, or `1 Dec` where a month begins. */
  readonly label: string;
  readonly weekday: string;
  readonly today: boolean;
  readonly windows: readonly {
    readonly key: string;
    readonly href: string;
    readonly name: string;
    /** `02:00`. */
    readonly time: string;
    readonly open: boolean;
    readonly shut: boolean;
  }[];
}

interface MonthStripProps {
  readonly days: readonly StripDay[];
  /** `Europe/Paris`. */
  readonly timeZone: string;
}

/** The next month as a strip of days. The list under it says the same in words, so that this one is for the eye only. */
export function MonthStrip({ days, timeZone }: MonthStripProps) {
  return (
    <figure aria-hidden className="mb-6 max-md:hidden">
      <ol className="grid grid-cols-7 gap-px overflow-hidden rounded-lg border bg-line">
        {days.map((day) => (
          <li key={day.date} className="min-h-18 min-w-0 bg-surface px-1.5 py-1">
            <p className="flex items-baseline justify-between text-2xs text-faint">
              <span
                className={classNames(
                  "rounded px-1",
                  day.today && "bg-primary font-semibold text-on-primary",
                )}
              >
                {day.label}
              </span>
              <span>{day.weekday}</span>
            </p>
            {day.windows.map((window) => (
              <Link
                key={window.key}
                href={window.href}
                tabIndex={-1}
                className={classNames(
                  "mt-1 block truncate rounded border px-1 text-2xs",
                  window.open && "border-ok/25 bg-ok-tint text-ok",
                  window.shut && "border-line bg-inset text-muted line-through",
                  !window.open && !window.shut && "border-low/25 bg-low-tint text-low",
                )}
              >
                {window.time} {window.name}
              </Link>
            ))}
          </li>
        ))}
      </ol>
      <figcaption className="mt-1 text-2xs text-faint">Days and times in {timeZone}.</figcaption>
    </figure>
  );
}
