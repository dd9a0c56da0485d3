import { liveFacts, storedFacts } from "@/components/drift/relation-facts";
import { SizeAndUse } from "@/components/drift/size-and-use";
import { readLiveFacts } from "@/lib/operations/read-live-facts";
import { requestContext } from "@/lib/operations/request-context";
import type { Identity } from "@/lib/postgres/identity";
import type { Database } from "@/lib/store/databases";
import type { RelationFacts } from "@/lib/store/differences";

interface LiveSizeAndUseProps {
  readonly database: Database;
  readonly object: Identity;
  /** What the check knew, shown where the database cannot be asked. */
  readonly stored: RelationFacts | null;
  readonly checkedAt: Date;
}

/** Asks the live database. The page does not wait for it. */
export async function LiveSizeAndUse({ database, object, stored, checkedAt }: LiveSizeAndUseProps) {
  const live = await readLiveFacts(await requestContext(), database, object);
  const kept = stored === null ? [] : storedFacts(stored, checkedAt);
  if (!live.asked) {
    return <SizeAndUse facts={kept} note={`The live database could not be asked. ${live.message}`} />;
  }
  if (live.use === null) return <SizeAndUse facts={[]} note="The database has no table here to measure." />;
  return <SizeAndUse facts={liveFacts(live.use)} />;
}
