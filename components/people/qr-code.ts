// QR codes of ISO/IEC 18004: bytes, error correction M, versions 1 to 20. Made here, so that the key of a second factor
// is given to no service and no package.

/** Codewords of error correction in a block, by version. */
const correction = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
/** Blocks, by version. */
const blocks = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

/**
 * The code of a text as rows of modules, dark ones true.
 * @throws Error for a text of more than some 660 bytes
 */
export function qrCode(text: string): readonly (readonly boolean[])[] {
  const bytes = [...new TextEncoder().encode(text)];
  const version = blocks.findIndex(
    (_, each) => each > 0 && bytes.length * 8 + 4 + lengthBits(each) <= dataCodewords(each) * 8,
  );
  if (version < 0) throw new Error("the text is too long for a QR code");
  const codewords = interleaved(dataOf(bytes, version), version);
  const drawn = Array.from({ length: 8 }, (_, mask) => draw(version, codewords, mask));
  return drawn.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

const lengthBits = (version: number): number => (version < 10 ? 8 : 16);
const sizeOf = (version: number): number => version * 4 + 17;

/** Codewords that a version has room for beside its patterns. */
function allCodewords(version: number): number {
  const align = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const patterns = align === 0 ? 0 : (25 * align - 10) * align - 55;
  return Math.floor(((16 * version + 128) * version + 64 - patterns - (version < 7 ? 0 : 36)) / 8);
}

const dataCodewords = (version: number): number =>
  allCodewords(version) - (correction[version] ?? 0) * (blocks[version] ?? 0);

function dataOf(bytes: readonly number[], version: number): readonly number[] {
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >>> bit) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, lengthBits(version));
  for (const byte of bytes) push(byte, 8);
  const room = dataCodewords(version) * 8;
  push(0, Math.min(4, room - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: room / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  );
}

/** The data in its blocks with their error correction, as they are placed: the first of each block, then the second … */
function interleaved(data: readonly number[], version: number): readonly number[] {
  const [count = 1, length = 0] = [blocks[version], correction[version]];
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const divisor = divisorOf(length);
  let begin = 0;
  const parts = Array.from({ length: count }, (_, index) => {
    const end = begin + short + (index >= count - longer ? 1 : 0);
    const part = data.slice(begin, end);
    begin = end;
    return part;
  });
  const corrections = parts.map((part) => remainder(part, divisor));
  const across = (lists: readonly (readonly number[])[], most: number): readonly number[] =>
    Array.from({ length: most }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
  return [...across(parts, short + 1), ...across(corrections, length)];
}

/** Product in the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product & 0xff;
}

function divisorOf(degree: number): readonly number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let factor = 0; factor < degree; factor++) {
    for (let index = 0; index < degree; index++)
      result[index] = times(result[index] ?? 0, root) ^ (result[index + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], divisor: readonly number[]): readonly number[] {
  const result: number[] = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    for (const [index, each] of divisor.entries()) result[index] = (result[index] ?? 0) ^ times(each, factor);
  }
  return result;
}

function alignments(version: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const last = sizeOf(version) - 7;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => last - step * (count - 2 - index))];
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** A number with the remainder of its division behind it, which readers mend it by. */
function guarded(value: number, polynomial: number, bits: number): number {
  let rest = value;
  for (let step = 0; step < bits; step++) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * polynomial);
  return (value << bits) | rest;
}

function draw(version: number, codewords: readonly number[], mask: number): boolean[][] {
  const size = sizeOf(version);
  const modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const fixed = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const set = (x: number, y: number, dark: boolean): void => {
    const [row, kept] = [modules[y], fixed[y]];
    if (row?.[x] === undefined || kept === undefined) return;
    row[x] = dark;
    kept[x] = true;
  };
  for (let index = 0; index < size; index++) {
    set(6, index, index % 2 === 0);
    set(index, 6, index % 2 === 0);
  }
  for (const [centreX, centreY] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let y = -4; y <= 4; y++)
      for (let x = -4; x <= 4; x++) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        set(centreX + x, centreY + y, ring !== 2 && ring !== 4);
      }
  }
  const centres = alignments(version);
  for (const centreY of centres)
    for (const centreX of centres) {
      const corner = (one: number, other: number) => one === 6 && (other === 6 || other === size - 7);
      if (corner(centreX, centreY) || corner(centreY, centreX)) continue;
      for (let y = -2; y <= 2; y++)
        for (let x = -2; x <= 2; x++) set(centreX + x, centreY + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
  // Level M is 0; the pattern keeps the format from being all light.
  const format = guarded(mask, 0x537, 10) ^ 0x5412;
  const bit = (index: number): boolean => ((format >>> index) & 1) === 1;
  for (let index = 0; index < 6; index++) set(8, index, bit(index));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let index = 9; index < 15; index++) set(14 - index, 8, bit(index));
  for (let index = 0; index < 8; index++) set(size - 1 - index, 8, bit(index));
  for (let index = 8; index < 15; index++) set(8, size - 15 + index, bit(index));
  set(8, size - 8, true);
  if (version >= 7) {
    const words = guarded(version, 0x1f25, 12);
    for (let index = 0; index < 18; index++) {
      const dark = ((words >>> index) & 1) === 1;
      const [far, near] = [size - 11 + (index % 3), Math.floor(index / 3)];
      set(far, near, dark);
      set(near, far, dark);
    }
  }
  // In columns of two from the right, up and down by turns, around the line of timing.
  let next = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? size - 1 - step : step;
        const row = modules[y];
        if (row === undefined || fixed[y]?.[x]) continue;
        const data = (((codewords[next >>> 3] ?? 0) >>> (7 - (next & 7))) & 1) === 1;
        next += 1;
        row[x] = data !== (masks[mask]?.(x, y) ?? false);
      }
  }
  return modules;
}

/** How hard a drawing is to read: long runs, squares of one colour, and more of one colour than of the other. */
function penalty(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  const at = (x: number, y: number): boolean => modules[y]?.[x] ?? false;
  let points = 0;
  let dark = 0;
  for (let y = 0; y < size; y++) {
    let [across, down] = [0, 0];
    for (let x = 0; x < size; x++) {
      dark += at(x, y) ? 1 : 0;
      across = x > 0 && at(x, y) === at(x - 1, y) ? across + 1 : 1;
      down = x > 0 && at(y, x) === at(y, x - 1) ? down + 1 : 1;
      for (const run of [across, down]) points += run === 5 ? 3 : run > 5 ? 1 : 0;
      if (x === 0 || y === 0) continue;
      const around = [at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)];
      if (around.every((each) => each === at(x, y))) points += 3;
    }
  }
  return points + Math.floor(Math.abs(dark / size ** 2 - 0.5) * 20) * 10;
}
