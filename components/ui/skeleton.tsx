import { classNames } from "./class-names";

/** A grey bar where text will stand. It appears after 300 ms, so that a fast answer does not flicker. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden className="inline-block w-full animate-appear">
      <span className={classNames("block h-3.5 animate-shimmer rounded bg-inset", className)} />
    </span>
  );
}
