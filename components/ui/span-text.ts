/** `2 d 13 h`, `1 h 55 m`, `12 m`, `42 s`: the two largest units of milliseconds, rounded down. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return `${seconds} s`;
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
