import { BlockList, isIP } from "node:net";

/** Kinds of addresses that are not of the open internet. */
export type NetworkKind = "loopback" | "private" | "link-local" | "metadata" | "reserved";

const ranges: Readonly<Record<NetworkKind, readonly string[]>> = {
  // Where clouds tell machines their own secrets. Some lie inside private ranges, so these are looked at first.
  metadata: [
    ...[
      "169.254.169.254/32",
      "169.254.170.2/32",
      "169.254.170.23/32",
      "100.100.100.200/32",
      "168.63.129.16/32",
    ],
    ...["192.0.0.192/32", "fd00:ec2::254/128", "fd20:ce::254/128"],
  ],
  loopback: ["127.0.0.0/8", "::1/128"],
  "link-local": ["169.254.0.0/16", "fe80::/10"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"],
  reserved: [
    ...["0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24"],
    ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"],
  ],
};

const lists = Object.entries(ranges).map(([kind, nets]) => [kind as NetworkKind, listOf(nets)] as const);

/** What kind of network an IP address lies in; null for the open internet. */
export function networkKind(address: string): NetworkKind | null {
  const plain = unwrapped(address);
  const known = lists.find(([, list]) => has(list, plain))?.[0] ?? null;
  // Of IPv6 the internet is 2000::/3 alone. Not a list: Node holds IPv4 addresses against those of IPv6 too.
  const elsewhere = isIP(plain) === 6 && ((expand(plain)[0] ?? 0) & 0xe000) !== 0x2000;
  return known ?? (elsewhere ? "reserved" : null);
}

/** Which addresses and ports people may have Plumbline connect to. */
export interface AllowedNetworks {
  readonly kinds: ReadonlySet<NetworkKind>;
  /** Single networks that are allowed besides. */
  readonly networks: BlockList;
  /** Undefined where every port is. */
  readonly ports: ((port: number) => boolean) | undefined;
  /** In words, for the form: `this machine and private networks`. */
  readonly words: string;
}

/**
 * What the environment allows. `PLUMBLINE_ALLOW_NETWORKS` lists `loopback`, `private`, `link-local` and networks as
 * `10.1.0.0/16`; by default a start on this machine alone allows loopback and private ones, and one that others reach
 * (`PLUMBLINE_ORIGIN`) none. `PLUMBLINE_ALLOW_PORTS` lists ports and spans: `5432,6432-6440`.
 */
export function allowedNetworks(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AllowedNetworks {
  const given =
    environment.PLUMBLINE_ALLOW_NETWORKS ?? (environment.PLUMBLINE_ORIGIN ? "" : "loopback,private");
  const parts = given.split(/[\s,]+/).filter(Boolean);
  // The addresses of metadata and reserved ones are never meant by a word.
  const kinds = (["loopback", "private", "link-local"] as const).filter((kind) => parts.includes(kind));
  const networks = parts.filter((part) => part.includes("/"));
  const ports = (environment.PLUMBLINE_ALLOW_PORTS ?? "").split(/[\s,]+/).filter(Boolean);
  const named = {
    loopback: "this machine",
    private: "private networks",
    "link-local": "link-local addresses",
  };
  return {
    kinds: new Set(kinds),
    networks: listOf(networks),
    ports: ports.length === 0 ? undefined : (port) => ports.some((span) => spans(span, port)),
    words: ["the internet", ...kinds.map((kind) => named[kind]), ...networks].join(", "),
  };
}

/** Whether this address may be connected to. */
export function isAllowedAddress(address: string, { kinds, networks }: AllowedNetworks): boolean {
  if (isIP(address) === 0) return false;
  const kind = networkKind(address);
  return kind === null || kinds.has(kind) || has(networks, unwrapped(address));
}

/** IPv4 in IPv6 clothes is IPv4: mapped, translated (NAT64) and 6to4 addresses lead to what they hold. */
function unwrapped(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = expand(address);
  const v4 = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const head = groups.slice(0, 6).join(",");
  const wrapped = ["0,0,0,0,0,65535", "0,0,0,0,65535,0", "100,65435,0,0,0,0"].includes(head);
  if (wrapped) return v4(groups[6], groups[7]);
  // The old form without ffff; :: and ::1 are addresses of their own.
  if (head === "0,0,0,0,0,0" && (groups[6] !== 0 || (groups[7] ?? 0) > 1)) return v4(groups[6], groups[7]);
  if (groups[0] === 0x2002) return v4(groups[1], groups[2]);
  return address.split("%")[0] ?? address;
}

function expand(address: string): readonly number[] {
  const bare = (address.split("%")[0] ?? "").replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((each) => each.toString(16)).join(":"),
  );
  const [head = "", tail] = bare.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

const has = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

function spans(span: string, port: number): boolean {
  const [first, last = first] = span.split("-").map(Number);
  return first !== undefined && last !== undefined && port >= first && port <= last;
}
