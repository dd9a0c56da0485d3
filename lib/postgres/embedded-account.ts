import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "./app-error";

/** The operating system's account under which a server runs. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Where root keeps what the server's account must reach. */
export const rootDirectory = "/var/lib/plumbline";

/** Names the folder that is used in place of the one it lies in. */
const pointerFile = "moved-to.txt";

/**
 * The account a server has to run under, because Postgres refuses root; undefined when we are not root.
 * @param data an existing data directory: its owner is taken, so that it stays readable for its server
 */
export function serverAccount(data?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (data !== undefined && fs.existsSync(data)) {
    const { uid, gid } = fs.statSync(data);
    if (uid !== 0) return { uid, gid, name: `uid ${uid}` };
  }
  const lines = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(":");
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (fields && Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) return { uid, gid, name };
  }
  throw new AppError("no-server-account", "Postgres refuses to run as root, and no other account exists.", {
    hint: "Add one (useradd --system postgres), or start as a normal user.",
  });
}

/** True when the account may enter every folder on the way to `target` and read it. */
export function canReach(account: Account, target: string): boolean {
  let current = fs.realpathSync(target);
  if (!allows(account, current, fs.statSync(current).isDirectory() ? 1 : 4)) return false;
  while (path.dirname(current) !== current) {
    current = path.dirname(current);
    if (!allows(account, current, 1)) return false;
  }
  return true;
}

function allows(account: Account, target: string, bit: 1 | 4): boolean {
  const { mode, uid, gid } = fs.statSync(target);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bit) !== 0;
}

/**
 * The folder in which a cluster is kept: the wished one, or, when the server's account cannot enter that,
 * one below {@link rootDirectory}; a file in the wished one then says where.
 */
export function reachableDirectory(
  wished: string,
  account: Account | undefined,
  log: (line: string) => void,
): string {
  const pointer = path.join(wished, pointerFile);
  if (!fs.existsSync(wished)) {
    fs.mkdirSync(wished, { recursive: true });
    if (account) fs.chmodSync(wished, 0o711);
  }
  if (fs.existsSync(pointer)) return fs.readFileSync(pointer, "utf8").trim();
  if (!account || canReach(account, wished)) return wished;

  // The random part keeps a folder that is made anew from finding the data of the one that was deleted.
  const name = createHash("sha256").update(path.resolve(wished)).digest("hex").slice(0, 12);
  fs.mkdirSync(rootDirectory, { recursive: true });
  fs.chmodSync(rootDirectory, 0o755);
  const directory = fs.mkdtempSync(path.join(rootDirectory, `${name}-`));
  fs.chmodSync(directory, 0o711);
  if (!canReach(account, directory)) {
    throw new AppError("directory-unreachable", `Account ${account.name} cannot enter ${directory}.`, {
      hint: "Let other accounts enter that folder (chmod o+x), or start as a normal user.",
    });
  }
  fs.writeFileSync(pointer, `${directory}\n`);
  log(`Account ${account.name} cannot enter ${wished}; its data is kept in ${directory}`);
  return directory;
}
