interface ProgressBarProps {
  /** What is progressing, for screen readers. */
  readonly label: string;
  /** Steps done. */
  readonly done: number;
  /** Steps in all; null while that is not known. */
  readonly total: number | null;
}

/** A thin bar. The native element carries the value, so no inline style is needed under a strict CSP. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  return total === null || total === 0 ? (
    <progress className="bar" aria-label={label} />
  ) : (
    <progress className="bar" aria-label={label} value={Math.min(done, total)} max={total} />
  );
}
