import { Page } from "@/components/frame/page";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page crumbs={[{ label: "Loading…" }]}>
      <p role="status" className="sr-only">
        Loading…
      </p>
      <div className="grid gap-4">
        <Skeleton className="h-7 max-w-72" />
        <Skeleton className="h-24" />
        <Skeleton className="h-64" />
      </div>
    </Page>
  );
}
