import { Search } from "lucide-react";
import { classNames } from "./class-names";

interface SearchBoxProps {
  /** What is searched, for who does not see the box: `Search plans`. */
  readonly label: string;
  readonly placeholder: string;
  /** What the address says. */
  readonly text: string;
  /** The element that explains what can be typed. */
  readonly describedBy?: string;
  readonly className?: string;
}

/** The field `q` of a form that filters a list by its address; `/` leads here. */
export function SearchBox({ label, placeholder, text, describedBy, className }: SearchBoxProps) {
  return (
    <div className={classNames("relative flex-1", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-3.5 text-faint" />
      <input
        type="search"
        name="q"
        // A new key brings the box back to what the address says after a filter was taken away elsewhere.
        key={text}
        defaultValue={text}
        data-shortcut="filter"
        aria-label={label}
        aria-describedby={describedBy}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className="field pl-8 text-sm"
      />
    </div>
  );
}
