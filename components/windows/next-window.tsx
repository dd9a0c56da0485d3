import { Link } from "@/components/ui/link";
import { Countdown } from "./countdown";

interface NextWindowProps {
  /** The window that opens next; null when none is planned. */
  readonly next: {
    /** `W-4`. */
    readonly id: string;
    /** `Sun 02:00`, in the window's zone. */
    readonly opens: string;
    /** ISO 8601. */
    readonly startsAt: string;
    /** True once it could be open, had somebody said go. */
    readonly waitsForGo: boolean;
  } | null;
  /** Where a window is made. */
  readonly newHref: string;
}

/** What stands in the place of a button that works in windows only, while none is open (screens.md §2.7). */
export function NextWindow({ next, newHref }: NextWindowProps) {
  return (
    <p role="status" className="text-muted text-sm">
      Applies only in a window.{" "}
      {next === null ? (
        <>
          None is planned.{" "}
          <Link href={newHref} className="text-link underline underline-offset-2">
            Plan a window
          </Link>
        </>
      ) : (
        <>
          <Link href={`/windows/${next.id}`} className="text-link underline underline-offset-2">
            {next.waitsForGo ? `${next.id} waits for a go` : `Next: ${next.opens}`}
          </Link>
          {!next.waitsForGo && (
            <>
              {" "}
              (in <Countdown until={next.startsAt} refresh />)
            </>
          )}
        </>
      )}
    </p>
  );
}
