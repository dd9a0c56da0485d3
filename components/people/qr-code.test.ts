import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { qrCode } from "./qr-code";

const text = (length: number): string =>
  Array.from({ length }, (_, index) => "otpauth://totp/ABCdef123%:?=&"[(index * 7 + length) % 29]).join("");

const picture = (rows: readonly (readonly boolean[])[]): string =>
  rows.map((row) => row.map((dark) => (dark ? "#" : " ")).join("")).join("\n");

// Made once, when a reader of somebody else (jsQR 1.4.0) read back every text of 1 to 660 bytes.
test.each([
  [10, 21, "42faeac9fea91a39"],
  [150, 49, "8a53c9c52eab97b7"],
  [370, 77, "959e307e1ac24b05"],
  [660, 97, "0fa4136ce57a1ce7"],
])("a text of %i bytes is drawn as it was when another reader read it back", (length, size, hash) => {
  const rows = qrCode(text(length));
  expect(rows).toHaveLength(size);
  expect(createHash("sha256").update(picture(rows)).digest("hex").slice(0, 16)).toBe(hash);
});

test("three corners are marked, and the line of timing runs between them", () => {
  const rows = qrCode("otpauth://totp/x");
  const corner = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"];
  const at = (x: number, y: number) =>
    picture(rows.slice(y, y + 7).map((row) => row.slice(x, x + 7))).split("\n");
  expect(at(0, 0)).toEqual(corner);
  expect(at(rows.length - 7, 0)).toEqual(corner);
  expect(at(0, rows.length - 7)).toEqual(corner);
  const timing = rows[6]?.slice(8, -8) ?? [];
  expect(timing.every((dark, index) => dark === (index % 2 === 0))).toBe(true);
});

test("what is too long is refused", () => {
  expect(() => qrCode("x".repeat(700))).toThrow("too long");
});
