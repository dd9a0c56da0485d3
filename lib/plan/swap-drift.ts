import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import { identityOf } from "../postgres/identity";

/** The same drift seen from the other side: what was expected is what is there, and what is there is what is wanted. */
export const swapDrift = (drift: Drift): Drift => ({
  ...drift,
  differences: drift.differences.map(swapDifference),
  expectedFingerprint: drift.actualFingerprint,
  actualFingerprint: drift.expectedFingerprint,
});

function swapDifference(difference: Difference): Difference {
  switch (difference.type) {
    case "missing": {
      const { expected, ...rest } = difference;
      return { ...rest, type: "unexpected", actual: expected };
    }
    case "unexpected": {
      const { actual, ...rest } = difference;
      return { ...rest, type: "missing", expected: actual };
    }
    case "renamed":
      return {
        ...difference,
        object: identityOf(difference.actual),
        expected: difference.actual,
        actual: difference.expected,
      };
    case "changed":
      return {
        ...difference,
        expected: difference.actual,
        actual: difference.expected,
        attributes: difference.attributes.map((attribute) => ({
          ...attribute,
          expected: attribute.actual,
          actual: attribute.expected,
        })),
      };
  }
}
