import "server-only";
import { lookup } from "node:dns/promises";
import { type AllowedNetworks, allowedNetworks, isAllowedAddress } from "../access/allowed-networks";
import { AppError } from "../postgres/app-error";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { demoServer } from "./demo-server";

type Endpoint = Pick<ConnectionSettings, "host" | "port">;

/** Finds every address of a host name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const ask: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Finds the address of a host that a person named, once, and gives the settings that dial this address and no other: a
 * name that means something else a moment later leads nowhere new (DNS rebinding).
 * @throws AppError `host-not-allowed`, `port-not-allowed`, `unknown-host`
 */
export async function pinAddress<Settings extends Endpoint>(
  settings: Settings,
  { allowed = allowedNetworks(), resolve = ask }: { allowed?: AllowedNetworks; resolve?: Resolve } = {},
): Promise<Settings & { readonly address: string }> {
  const { host, port } = settings;
  if (host.startsWith("/") || host.includes("\0")) throw notAllowed(host, allowed);
  // Ours, whatever else is closed.
  const own = isOwnDemoServer(settings);
  if (!own && allowed.ports !== undefined && !allowed.ports(port)) {
    throw new AppError("port-not-allowed", `Plumbline may not connect to port ${port}.`, {
      hint: "Its server allows certain ports only (PLUMBLINE_ALLOW_PORTS).",
    });
  }
  const addresses = await resolve(host).catch((cause: unknown) => {
    throw new AppError("unknown-host", `Host name not found: ${host}.`, {
      hint: "Check the spelling, and that the machine Plumbline runs on can resolve the name.",
      cause,
    });
  });
  const [address] = addresses;
  if (address === undefined) throw notAllowed(host, allowed);
  // All of them: otherwise a name with two addresses would be let in by one of them some of the time.
  if (!own && !addresses.every((each) => isAllowedAddress(each, allowed))) throw notAllowed(host, allowed);
  return { ...settings, address };
}

function isOwnDemoServer({ host, port }: Endpoint): boolean {
  const url = process.env.PLUMBLINE_DEMO_SERVER_URL;
  if (!url || !URL.canParse(url)) return false;
  const own = new URL(demoServer());
  return own.hostname === host && Number(own.port) === port;
}

// The address it has stays untold: the answer must not map a network for who asks.
const notAllowed = (host: string, { words }: AllowedNetworks): AppError =>
  new AppError("host-not-allowed", `Plumbline may not connect to ${host}.`, {
    hint: `Its server allows ${words} (PLUMBLINE_ALLOW_NETWORKS). Ask who runs it.`,
  });
