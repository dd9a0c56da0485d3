import { createGunzip, type Gunzip } from "node:zlib";
import { Unzip, UnzipInflate } from "fflate";
import { AppError } from "../postgres/app-error";
import { requireSize } from "./recognise-source";
import type { SourceFile } from "./source";

// What sources are made of. Everything else in an archive (code, images, links) is passed over.
const wanted = /\.(sql|prisma|json)$/i;

/**
 * The text files of an upload: the file itself, or what a .zip, .tar or .tar.gz holds.
 *
 * Nothing is written to disk, so a path in an archive cannot lead anywhere. Sizes are counted while unpacking:
 * an archive that claims to be small and is not is given up at the limit.
 * @throws AppError `archive-unreadable`, `source-too-large`
 */
export async function unpackUpload(name: string, bytes: Uint8Array): Promise<readonly SourceFile[]> {
  requireSize(1, bytes.length);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readable(name, () => unzip(bytes));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return readable(name, async () => {
      const plain = await gunzip(bytes);
      return isTar(plain)
        ? untar(plain)
        : [{ path: plainName(name.replace(/\.gz$/i, "")), content: decode(plain) }];
    });
  }
  if (isTar(bytes)) return readable(name, () => untar(bytes));
  return [{ path: plainName(name), content: decode(bytes) }];
}

async function readable(
  name: string,
  read: () => readonly SourceFile[] | Promise<readonly SourceFile[]>,
): Promise<readonly SourceFile[]> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("archive-unreadable", `The archive ${plainName(name)} cannot be unpacked.`, {
      hint: "Make it again as .zip or .tar.gz, without a password.",
      cause,
    });
  }
}

function unzip(bytes: Uint8Array): readonly SourceFile[] {
  const files: SourceFile[] = [];
  let total = 0;
  let entries = 0;
  const stream = new Unzip((entry) => {
    entries += 1;
    requireSize(entries / 10, total);
    if (!wanted.test(entry.name) || isClutter(entry.name)) return;
    const chunks: Uint8Array[] = [];
    entry.ondata = (error, chunk, final) => {
      if (error) throw error;
      total += chunk.length;
      requireSize(files.length, total);
      chunks.push(chunk);
      if (final) files.push({ path: plainPath(entry.name), content: decode(Buffer.concat(chunks)) });
    };
    entry.start();
  });
  stream.register(UnzipInflate);
  // In pieces, so that a bomb is noticed while it unfolds.
  for (let at = 0; at < bytes.length; at += 65_536) {
    stream.push(bytes.subarray(at, at + 65_536), at + 65_536 >= bytes.length);
  }
  return files;
}

async function gunzip(bytes: Uint8Array): Promise<Buffer> {
  const stream: Gunzip = createGunzip();
  const chunks: Buffer[] = [];
  let total = 0;
  stream.end(bytes);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    total += chunk.length;
    requireSize(1, total);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const blockSize = 512;

const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= blockSize && Buffer.from(bytes.subarray(257, 262)).toString("latin1") === "ustar";

/** Reads the POSIX tar format: 512-byte headers, each followed by its content in whole blocks. */
function untar(bytes: Uint8Array): readonly SourceFile[] {
  const files: SourceFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + blockSize <= bytes.length; ) {
    const header = Buffer.from(bytes.subarray(at, at + blockSize));
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(field(header, 124, 12) || "0", 8);
    const type = String.fromCharCode(header[156] ?? 0);
    const start = at + blockSize;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.length)
      throw new Error("the archive ends early");
    const content = bytes.subarray(start, start + size);
    const prefix = field(header, 345, 155);
    const name = longName ?? (prefix === "" ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`);
    longName = undefined;
    // GNU and pax put names longer than the header has room for into an entry in front.
    if (type === "L") longName = decode(content).replace(/\0+$/, "");
    else if (type === "x") longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(decode(content))?.[1];
    else if ((type === "0" || type === "\0") && wanted.test(name) && !isClutter(name)) {
      files.push({ path: plainPath(name), content: decode(content) });
      requireSize(files.length, 0);
    }
    at = start + Math.ceil(size / blockSize) * blockSize;
  }
  return files;
}

const field = (header: Buffer, start: number, length: number): string =>
  header
    .subarray(start, start + length)
    .toString("utf8")
    .replace(/\0.*$/s, "")
    .trim();

// What macOS and version control add to archives.
const isClutter = (name: string): boolean => /(^|\/)(__MACOSX|\.git|node_modules)\/|(^|\/)\._/.test(name);

/** A path as it is shown: forward slashes, no way up. It is never used to open anything. */
const plainPath = (name: string): string =>
  name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/") || "file";

const plainName = (name: string): string => plainPath(name).split("/").at(-1) ?? "file";

function decode(bytes: Uint8Array): string {
  // PowerShell writes UTF-16 when it redirects the output of `alembic upgrade head --sql` into a file.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
