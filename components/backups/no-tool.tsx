import { Banner } from "@/components/ui/banner";

interface NoToolProps {
  /** The server's major; null before the first check. */
  readonly serverMajor: number | null;
  /** The newest pg_dump that is there; null where there is none. */
  readonly newestMajor: number | null;
}

/** That no backup can be taken here, why, and what to install. */
export function NoTool({ serverMajor, newestMajor }: NoToolProps) {
  const wanted = serverMajor ?? "";
  return (
    <Banner tone="unknown">
      <p>
        {newestMajor === null
          ? "There is no pg_dump on the machine that Plumbline runs on"
          : `The newest pg_dump here is ${newestMajor}, and it refuses servers newer than itself`}
        {serverMajor !== null && `; the server is Postgres ${serverMajor}`}.
      </p>
      <p className="mt-1">
        Install the client programs of Postgres {wanted} or newer:{" "}
        <code>postgresql-client-{wanted || "18"}</code> (Debian, Ubuntu),{" "}
        <code>postgresql{wanted || "18"}</code> (Red Hat) or{" "}
        <code>brew install postgresql@{wanted || "18"}</code> (macOS). Or record a snapshot of your provider
        below.
      </p>
    </Banner>
  );
}
