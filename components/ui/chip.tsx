import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { type Tone, toneClasses } from "./tone";

interface ChipProps {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** More to read on hover; nothing that is said nowhere else. */
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A short fact beside a name. */
export function Chip({ tone = "neutral", icon, title, className, children }: ChipProps) {
  return (
    <span
      title={title}
      className={classNames(
        "chip inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-[5px] border px-1.5 py-px font-medium text-xs [&_svg]:size-3.5 [&_svg]:shrink-0",
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
