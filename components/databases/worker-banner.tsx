import { Banner } from "@/components/ui/banner";
import { Time } from "@/components/ui/time";

/** Says that nothing runs checks. */
export function WorkerBanner({ lastHeartbeatAt }: { readonly lastHeartbeatAt: Date | null }) {
  return (
    <Banner tone="medium" live>
      No worker is running: checks wait in the queue
      {lastHeartbeatAt === null ? (
        ""
      ) : (
        <>
          {" "}
          (last heartbeat <Time value={lastHeartbeatAt.toISOString()} />)
        </>
      )}
      . Start one with <code className="name">npm run worker</code>.
    </Banner>
  );
}
