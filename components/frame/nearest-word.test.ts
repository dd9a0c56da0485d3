import { expect, test } from "vitest";
import { nearestWord } from "./nearest-word";

test.each([
  ["usrs", ["users", "usage"], "users"],
  ["uesrs", ["users", "user"], "users"],
  ["Plnas", ["Plans", "Runs"], "Plans"],
  ["users", ["users"], null],
  ["ab", ["cd", "ef"], null],
  ["zzzzzz", ["users", "plans"], null],
  ["", ["users"], null],
])("who types %j among %j may have meant %j", (typed, words, meant) => {
  expect(nearestWord(typed, words)).toBe(meant);
});
