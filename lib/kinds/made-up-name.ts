/**
 * The name that Postgres gives to what was made without one, where no other has it: parts and label joined by `_`, the longer
 * part cut until all has room in 63 bytes (makeObjectName in src/backend/commands/indexcmds.c).
 */
export function madeUpName(parts: readonly [string] | readonly [string, string], label: string): string {
  const bytes = parts.map((part) => Buffer.from(part));
  const lengths = bytes.map(({ length }) => length);
  const room = 63 - Buffer.from(label).length - parts.length;
  const total = (): number => lengths.reduce((sum, length) => sum + length, 0);
  while (total() > room) {
    const longest = (lengths[0] ?? 0) > (lengths[1] ?? 0) ? 0 : lengths.length - 1;
    lengths[longest] = (lengths[longest] ?? 0) - 1;
  }
  return [...bytes.map((part, place) => wholeCharacters(part, lengths[place] ?? 0)), label].join("_");
}

/** The first bytes of a text, without the part of a character that would be cut in two. */
function wholeCharacters(text: Buffer, length: number): string {
  let end = length;
  while (end > 0 && end < text.length && ((text[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return text.subarray(0, end).toString();
}
