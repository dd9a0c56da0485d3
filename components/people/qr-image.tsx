import { qrCode } from "./qr-code";

interface QrImageProps {
  readonly text: string;
  /** Read to who cannot see it. */
  readonly label: string;
}

/** Readers ask for this many light modules around the code. */
const margin = 4;

/** A text as a QR code: dark on white in every theme, because cameras expect that. */
export function QrImage({ text, label }: QrImageProps) {
  const rows = qrCode(text);
  const size = rows.length + 2 * margin;
  const dark = rows.flatMap((row, y) =>
    row.flatMap((is, x) => (is ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])),
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-md border"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
