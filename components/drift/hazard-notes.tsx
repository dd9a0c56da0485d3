import { hazards } from "@/lib/plan/hazards";
import { visible } from "@/lib/postgres/identity";
import type { Hazard, HazardCode } from "@/lib/postgres/statement";

/** What every hazard of a fix means and what to do about it, each once. */
export function HazardNotes({ found }: { readonly found: readonly Hazard[] }) {
  const byCode = new Map<HazardCode, string[]>();
  for (const { code, detail } of found) {
    const details = byCode.get(code) ?? [];
    if (detail !== undefined) details.push(detail);
    byCode.set(code, details);
  }
  if (byCode.size === 0) return null;
  return (
    <details className="mt-4 border-t pt-3 text-sm">
      <summary className="cursor-pointer font-medium">
        What can hurt <span className="font-normal text-faint">{byCode.size}</span>
      </summary>
      <dl className="mt-2 grid gap-3">
        {[...byCode].map(([code, details]) => (
          <div key={code}>
            <dt className="font-medium">{hazards[code].title}</dt>
            <dd className="text-muted">
              {details.length > 0 && (
                <p className="text-ink [overflow-wrap:anywhere]">
                  {visible(details.slice(0, 5).join("; "))}
                  {details.length > 5 && ` and ${(details.length - 5).toLocaleString("en")} more`}
                </p>
              )}
              <p>{hazards[code].effect}</p>
              <p>{hazards[code].workaround}</p>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
