import { Link } from "@/components/ui/link";
import { ChooseDifferences } from "./choose-differences";
import { type PlannableDifference, PlannableList } from "./plannable-list";

interface PlannableChoiceProps {
  readonly differences: readonly PlannableDifference[];
  /** Where all of them can be filtered and chosen. */
  readonly listHref: string;
}

/** Rows sent of a long list: the page is there at once, and stays quick. */
const mostListed = 500;

/**
 * The differences to choose from. Of a long list the first are shown; the others are in the plan together or not at all:
 * `othersThan` then holds the ids of those that are shown.
 */
export function PlannableChoice({ differences, listHref }: PlannableChoiceProps) {
  const listed = differences.slice(0, mostListed);
  const left = differences.slice(mostListed);
  const others = left.filter(({ ticked }) => ticked).length;
  return (
    <ChooseDifferences
      listed={listed.length}
      ticked={listed.filter(({ ticked }) => ticked).length}
      others={others}
      total={differences.length}
      footer={
        left.length > 0 && (
          <div className="grid gap-1 border-t bg-shade px-3 py-2.5 text-sm">
            {others > 0 && (
              <label className="flex items-start gap-3">
                <input
                  type="checkbox"
                  name="othersThan"
                  value={listed.map(({ difference }) => difference.id).join(",")}
                  defaultChecked
                  className="mt-0.5 size-4 shrink-0"
                />
                And {others.toLocaleString("en")} others that are not listed here
              </label>
            )}
            <p className="text-muted text-xs">
              The first {listed.length.toLocaleString("en")} of {differences.length.toLocaleString("en")} are
              listed. To choose among the others, filter{" "}
              <Link href={listHref} className="text-link underline underline-offset-2">
                the list of differences
              </Link>{" "}
              and make the plan from there.
            </p>
          </div>
        )
      }
    >
      <PlannableList differences={listed} />
    </ChooseDifferences>
  );
}
