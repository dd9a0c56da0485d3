import { Banner } from "@/components/ui/banner";

interface ChainBannerProps {
  readonly verdict: {
    readonly breaks: readonly {
      readonly number: number;
      readonly reason: string;
      readonly message: string;
    }[];
    readonly head: { readonly number: number; readonly hash: string } | null;
    /** How many heads from outside the chain was held against. */
    readonly heads: number;
    /** True when entries are added by a role that can do nothing else. */
    readonly writerIsSeparate: boolean;
  };
  readonly sentence: string;
}

const shownBreaks = 20;

/** What following the chain found, each break by its entry. */
export function ChainBanner({ verdict, sentence }: ChainBannerProps) {
  const { breaks, head, heads, writerIsSeparate } = verdict;
  return (
    <div className="mb-4">
      <Banner tone={breaks.length > 0 ? "critical" : heads === 0 ? "medium" : "ok"} live>
        <p className="font-medium">{sentence}</p>
        {breaks.length > 0 && (
          <ul className="mt-1 list-disc pl-5">
            {breaks.slice(0, shownBreaks).map(({ number, reason, message }) => (
              <li key={`${number} ${reason}`}>{message}</li>
            ))}
            {breaks.length > shownBreaks && <li>{breaks.length - shownBreaks} more.</li>}
          </ul>
        )}
        {head !== null && (
          <p className="mt-1 text-xs">
            Head: entry {head.number}, <code className="[overflow-wrap:anywhere]">{head.hash}</code>. Held
            against {heads} {heads === 1 ? "head" : "heads"} written down outside of the store.
            {!writerIsSeparate &&
              " Entries are added with the store's own rights: its role may not make one that can only insert."}
          </p>
        )}
      </Banner>
    </div>
  );
}
