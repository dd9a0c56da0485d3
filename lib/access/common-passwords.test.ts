import { expect, test } from "vitest";
import { isCommonPassword } from "./common-passwords";

test.each([
  ...[
    "password1234",
    "Passw0rd!!!!",
    "123456789012",
    "abcdefghijkl",
    "qwertyuiop12",
    "aaaaaaaaaaaa",
    "abababababab",
  ],
  ...[
    "correcthorsebatterystaple",
    "1q1q1q1q1q1q",
    "Administrator1!",
    "letmeinplease",
    "iloveyouforever",
    "987654321098",
  ],
])("%s is guessed first", (password) => {
  expect(isCommonPassword(password)).toBe(true);
});

test.each(["quiet harbour lamp 7", "vXq-93-lanterne", "münze unter eis", "the first plumb line of all"])(
  "%s is not",
  (password) => {
    expect(isCommonPassword(password)).toBe(false);
  },
);
