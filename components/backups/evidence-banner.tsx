import { Banner } from "@/components/ui/banner";
import { LevelMark, type ShownLevel } from "./level-mark";

interface EvidenceBannerProps {
  /** Null when no backup of the whole database is there. */
  readonly best: { readonly level: ShownLevel; readonly old: boolean } | null;
  readonly enough: boolean;
  /** `B-31: restore-tested, 37 min old.` */
  readonly sentence: string;
}

/** What the whole database can rest on now, in one sentence. */
export function EvidenceBanner({ best, enough, sentence }: EvidenceBannerProps) {
  return (
    <Banner tone={enough && best?.old === false ? "neutral" : "medium"}>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {best !== null && <LevelMark level={best.level} />}
        <span>
          {best === null ? "There is no backup of the whole database. " : `${sentence} `}
          {enough
            ? best?.old
              ? "Rows that were written since are not in it."
              : "Fixes that destroy rows may rest on it."
            : "Fixes that destroy rows need a backup that was read through (L2) or restore-tested (L3)."}
        </span>
      </span>
    </Banner>
  );
}
