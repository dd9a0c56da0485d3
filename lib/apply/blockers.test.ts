import { describe, expect, it } from "vitest";
import { withoutConstants } from "./blockers";

describe("a blocking query", () => {
  it.each([
    [
      "SELECT * FROM users WHERE email = 'a@b' AND id = 42",
      "SELECT * FROM users WHERE email = '…' AND id = ?",
    ],
    ["UPDATE t1 SET a2 = 1.5e3, \"b 'c\" = 'it''s'", "UPDATE t1 SET a2 = ?, \"b 'c\" = '…'"],
    ["SELECT $1, $tag$ secret 'x' $tag$, $$ secret $$", "SELECT $1, '…', '…'"],
    ["SELECT 'cut off sec", "SELECT '…'"],
    ["SELECT 1 -- secret\n, 2 /* secret */ FROM t", "SELECT ? \n, ?  FROM t"],
    ["SELECT E'a\\' secret', 'secret' FROM t", "SELECT E'…'"],
  ])("is shown without its values: %s", (sql, shown) => {
    expect(withoutConstants(sql)).toBe(shown);
  });
});
