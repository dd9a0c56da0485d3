import { lookup } from "node:dns/promises";
import { describe, expect, test } from "vitest";
import { allowedNetworks, isAllowedAddress, networkKind } from "../access/allowed-networks";
import { pinAddress } from "./pin-address";

const settings = (host: string, port = 5432) => ({ host, port });
const open = allowedNetworks({});
const published = allowedNetworks({ PLUMBLINE_ORIGIN: "https://plumbline.example.com" });

// The forms of faults-and-security.md, fault 41: what getaddrinfo makes of each is what is looked at.
const loopback = [
  ...["127.0.0.1", "localhost", "localhost.", "LOCALHOST", "127.1", "127.0.1", "0x7f000001", "0x7f.1"],
  ...[
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.255.255.254",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
  ],
  ...["::ffff:7f00:1", "0.0.0.0", "0", "::", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
];

describe("a server that others reach", () => {
  test.each(loopback)("does not connect to itself as %s", async (host) => {
    await expect(pinAddress(settings(host), { allowed: published })).rejects.toMatchObject({
      code: expect.stringMatching(/^(host-not-allowed|unknown-host)$/),
    });
  });

  test("prints what each form is", async () => {
    const rows = await Promise.all(
      loopback.map(async (host) => {
        const found = await lookup(host, { all: true }).catch(() => []);
        return {
          host,
          addresses: found.map(({ address }) => `${address} (${networkKind(address)})`).join(", "),
        };
      }),
    );
    console.table(rows);
    expect(rows.length).toBeGreaterThanOrEqual(20);
  });

  test.each([
    ...["10.0.0.8", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd12::1", "fc00::1"],
    ...["169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254"],
    ...["224.0.0.1", "255.255.255.255", "ff02::1", "192.0.2.1", "2001:db8::1", "64:ff9b::a9fe:a9fe"],
    // Translated by networks of one's own (RFC 8215, RFC 7915), and what is no internet yet.
    ...[
      "64:ff9b:1::a00:8",
      "::ffff:0:10.0.0.8",
      "3fff::1",
      "5f00::1",
      "100::1",
      "fec0::1",
      "4000::1",
      "e000::1",
    ],
  ])("does not connect to %s", async (host) => {
    await expect(pinAddress(settings(host), { allowed: published })).rejects.toMatchObject({
      code: "host-not-allowed",
    });
  });

  test.each(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])("connects to %s", async (host) => {
    await expect(pinAddress(settings(host), { allowed: published })).resolves.toMatchObject({
      address: host,
    });
  });

  test("connects to the networks it was told of, and still not to metadata beside them", async () => {
    const allowed = allowedNetworks({ PLUMBLINE_ALLOW_NETWORKS: "10.1.0.0/16, private" });
    for (const host of ["10.1.2.3", "10.2.0.1"]) {
      await expect(pinAddress(settings(host), { allowed })).resolves.toMatchObject({ address: host });
    }
    for (const host of ["127.0.0.1", "169.254.169.254", "100.100.100.200", "fd00:ec2::254"]) {
      await expect(pinAddress(settings(host), { allowed })).rejects.toMatchObject({
        code: "host-not-allowed",
      });
    }
    const single = allowedNetworks({ PLUMBLINE_ALLOW_NETWORKS: "10.1.0.0/16" });
    expect(isAllowedAddress("10.1.2.3", single)).toBe(true);
    expect(isAllowedAddress("10.2.0.1", single)).toBe(false);
  });
});

describe("a start on this machine", () => {
  test("connects to itself and to private networks, not to metadata, link-local or reserved addresses", async () => {
    for (const host of ["127.0.0.1", "localhost", "10.0.0.8", "192.168.1.1", "::1"]) {
      await expect(pinAddress(settings(host), { allowed: open })).resolves.toBeDefined();
    }
    for (const host of ["169.254.169.254", "169.254.1.1", "fe80::1", "0.0.0.0", "224.0.0.1"]) {
      await expect(pinAddress(settings(host), { allowed: open })).rejects.toMatchObject({
        code: "host-not-allowed",
      });
    }
    expect(open.words).toBe("the internet, this machine, private networks");
  });
});

test("a name is looked up once, and all it means has to be allowed", async () => {
  let asked = 0;
  const answers = [["93.184.215.14"], ["127.0.0.1"]];
  const rebinding = async () => answers[asked++] ?? [];
  const pinned = await pinAddress(settings("rebound.example"), { allowed: published, resolve: rebinding });
  expect(pinned).toMatchObject({ host: "rebound.example", address: "93.184.215.14" });
  expect(asked).toBe(1);
  const twofold = async () => ["93.184.215.14", "10.0.0.1"];
  await expect(
    pinAddress(settings("two.example"), { allowed: published, resolve: twofold }),
  ).rejects.toMatchObject({ code: "host-not-allowed" });
});

test("ports can be limited, and a folder of Unix sockets is no host", async () => {
  const allowed = allowedNetworks({ PLUMBLINE_ALLOW_PORTS: "5432, 6432-6440" });
  for (const port of [5432, 6432, 6436, 6440]) {
    await expect(pinAddress(settings("127.0.0.1", port), { allowed })).resolves.toBeDefined();
  }
  for (const port of [22, 5433, 6441]) {
    await expect(pinAddress(settings("127.0.0.1", port), { allowed })).rejects.toMatchObject({
      code: "port-not-allowed",
    });
  }
  await expect(pinAddress(settings("/var/run/postgresql"), { allowed: open })).rejects.toMatchObject({
    code: "host-not-allowed",
  });
});
