/** A number in few characters: `812`, `24 K`, `2.1 M`. */
export function quantity(count: number): string {
  const rounded = Math.round(count);
  if (rounded < 1_000) return String(rounded);
  const [size, sign] = rounded < 999_500 ? [1_000, "K"] : rounded < 999_500_000 ? [1e6, "M"] : [1e9, "G"];
  const scaled = rounded / size;
  return `${scaled < 10 ? scaled.toFixed(1).replace(/\.0$/, "") : Math.round(scaled)} ${sign}`;
}

/** Bytes as people read them: `512 B`, `16 kB`, `139 MB`. Steps of 1024, as Postgres's own pg_size_pretty. */
export function byteSize(bytes: number): string {
  let size = bytes;
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (size < 1_024)
      return `${size < 10 && unit !== "B" ? size.toFixed(1).replace(/\.0$/, "") : Math.round(size)} ${unit}`;
    size /= 1_024;
  }
  return `${size.toFixed(1)} TB`;
}
