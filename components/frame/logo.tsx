/** The mark: a plumb line, true to the vertical, and the bob that keeps it so. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold text-base tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 shrink-0">
        <path d="M4 2.5h12" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        <path d="M10 2.5v7" stroke="currentColor" strokeWidth="1.5" />
        <path d="M7 9.5h6l-.6 4.2L10 18l-2.4-4.3z" fill="currentColor" />
      </svg>
      Plumbline
    </span>
  );
}
