import { expect, test } from "vitest";
import { attributeLabels, attributesNamed } from "./attribute-named";

test.each([
  ["statistics target", "column", ["statisticsTarget"]],
  ["Statistics Target", null, ["statisticsTarget", "target"]],
  ["statisticsTarget", null, ["statisticsTarget"]],
  ["comment", null, ["comment"]],
  ["condition (WHEN)", "trigger", ["condition"]],
  ["no such thing", null, []],
  ["row security", "column", []],
])("%s of %s is %j", (words, kind, attributes) => {
  expect(attributesNamed(words, kind)).toEqual(attributes);
});

test("every label that is offered means something", () => {
  for (const label of attributeLabels()) expect(attributesNamed(label, null)).not.toEqual([]);
});
