import { Suspense } from "react";
import { sourceWords } from "@/components/databases/source-words";
import { CauseCard } from "@/components/drift/cause-card";
import { Provenance } from "@/components/drift/provenance";
import { storedFacts } from "@/components/drift/relation-facts";
import { RenamedCard } from "@/components/drift/renamed-card";
import { SizeAndUse } from "@/components/drift/size-and-use";
import { Card } from "@/components/ui/card";
import { versionText } from "@/lib/postgres/version";
import type { DifferencePageData } from "../../../load";
import { DifferenceDependants } from "./difference-dependants";
import type { DifferenceView } from "./difference-view";
import { LiveSizeAndUse } from "./live-size-and-use";

interface DifferenceAroundProps {
  readonly page: DifferencePageData;
  readonly view: DifferenceView;
  /** The page of the list. */
  readonly list: string;
}

/** What stands around a difference: its cause, where both sides come from, its table's size, what depends on it. */
export function DifferenceAround({ page, view, list }: DifferenceAroundProps) {
  const { database, difference, check, source, place, expected, actual, facts, siblings } = page;
  const readAt = check.finishedAt ?? check.requestedAt;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      <CauseCard difference={difference} siblings={siblings} list={list} />
      <RenamedCard difference={difference} siblings={siblings} list={list} />
      <Card id="provenance" title="Where both sides come from">
        <Provenance
          expected={{
            ...place,
            source: sourceWords(source),
            builtOn: versionText(expected.serverVersion),
          }}
          actual={{
            readAt: readAt.toISOString(),
            role: database.connection.user,
            serverVersion: versionText(actual.serverVersion),
          }}
        />
      </Card>
      <Suspense fallback={<SizeAndUse facts={facts === null ? [] : storedFacts(facts, readAt)} />}>
        <LiveSizeAndUse database={database} object={difference.object} stored={facts} checkedAt={readAt} />
      </Suspense>
      {!view.graph && <DifferenceDependants page={page} view={view} list={list} />}
    </div>
  );
}
