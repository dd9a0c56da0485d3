import { Banner } from "@/components/ui/banner";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";

interface CheckReference {
  readonly id: string;
  readonly finishedAt: Date | null;
}

interface GoneBannerProps {
  /** The last check of the database that compared, and the last that found the difference. */
  readonly latest: CheckReference;
  readonly check: CheckReference;
  readonly path: string;
}

/** Says that the latest check did not find the difference any more. */
export function GoneBanner({ latest, check, path }: GoneBannerProps) {
  return (
    <Banner tone="low">
      Not found in the latest check (<CheckLink check={latest} path={path} />
      ). It was last seen in <CheckLink check={check} path={path} />; this page shows it as it was then.
    </Banner>
  );
}

function CheckLink({ check, path }: { readonly check: CheckReference; readonly path: string }) {
  return (
    <Link href={`${path}/checks/${check.id}`} className="rounded underline underline-offset-2">
      {check.id}
      {check.finishedAt && (
        <>
          , <Time value={check.finishedAt.toISOString()} />
        </>
      )}
    </Link>
  );
}
