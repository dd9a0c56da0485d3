import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import type { Tone } from "./tone";
import { toneClasses } from "./tone";

interface BannerProps {
  readonly tone: Extract<Tone, "neutral" | "ok" | "low" | "medium" | "critical" | "unknown">;
  readonly actions?: ReactNode;
  /** True when it appears while somebody is reading the page. */
  readonly live?: boolean;
  readonly children: ReactNode;
}

const icons = {
  ...{ critical: CircleAlert, medium: TriangleAlert, ok: CircleCheck },
  ...{ neutral: Info, low: Info, unknown: Info },
} as const satisfies { readonly [T in BannerProps["tone"]]: unknown };

/** One sentence over a page or a section. Only one banner stands over a page, the most severe. */
export function Banner({ tone, actions, live, children }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div
      role={live ? "status" : undefined}
      className={classNames(
        "flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border px-3 py-2 text-sm",
        toneClasses[tone],
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
