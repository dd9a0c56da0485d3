import { Children, isValidElement, type ReactElement } from "react";

/**
 * The element itself, for `cloneElement`: what a server component passes on may still be on its way, and comes as a lazy
 * reference to an element (react#32392). React resolves it where children are read, and waits for it there.
 */
export function arrivedElement<Props>(given: ReactElement<Props>): ReactElement<Props> {
  const [element] = Children.toArray(given);
  if (!isValidElement<Props>(element)) throw new Error("what was passed on is no element");
  return element;
}
