import { expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { addressKey } from "./rate-limit";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::ffff", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  [null, "nowhere"],
])("of IPv6 the first 64 bits count: attempts from %s are counted for %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test("a forwarded address counts as far as the proxies in front of us added it", () => {
  const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.1" });
  expect(clientAddress(headers, undefined)).toBe("127.0.0.1");
  expect(clientAddress(headers, "1")).toBe("10.0.0.1");
  expect(clientAddress(headers, "2")).toBe("203.0.113.9");
  expect(clientAddress(headers, "9")).toBe("127.0.0.1");
  expect(clientAddress(new Headers(), "1")).toBe("127.0.0.1");
});
