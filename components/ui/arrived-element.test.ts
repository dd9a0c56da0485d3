import { cloneElement, createElement, isValidElement, lazy, type ReactElement } from "react";
import { expect, test } from "vitest";
import { arrivedElement } from "./arrived-element";

/** As the stream of a server component hands an element on that came later than what it stands in. */
function late(element: ReactElement): ReactElement {
  const reference = lazy(async () => ({ default: element as never }));
  return Object.assign(reference, {
    _payload: element,
    _init: (payload: ReactElement) => payload,
  }) as unknown as ReactElement;
}

test("an element that comes late can be cloned like one that is there", () => {
  const button = createElement("button", { type: "button" }, "Export");
  expect(isValidElement(late(button))).toBe(false);
  for (const given of [button, late(button)]) {
    const cloned = cloneElement(arrivedElement(given) as ReactElement<{ title: string }>, { title: "x" });
    expect(cloned.type).toBe("button");
    expect(cloned.props).toMatchObject({ title: "x", children: "Export" });
  }
});
