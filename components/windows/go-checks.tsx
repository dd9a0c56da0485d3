import { Check, TriangleAlert, X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";

interface GoChecksProps {
  readonly checks: readonly {
    readonly result: "pass" | "fail" | "caution";
    readonly sentence: string;
    readonly href: string | null;
  }[];
  /** `Ana said go 12 min ago.`; null while nobody has decided. */
  readonly decision: string | null;
}

const faces = {
  pass: { Icon: Check, word: "Good:", tone: "text-ok" },
  fail: { Icon: X, word: "Not good:", tone: "text-critical" },
  caution: { Icon: TriangleAlert, word: "Look at:", tone: "text-medium" },
} as const;

/** What can be seen of whether the window should open, and what people said. */
export function GoChecks({ checks, decision }: GoChecksProps) {
  return (
    <Card
      id="go"
      title="Go or no-go"
      description="Looked at just now. Whoever says go answers for the rest: people told, nobody deploying, somebody watching."
    >
      <ul className="grid gap-2 text-sm">
        {checks.map(({ result, sentence, href }) => {
          const { Icon, word, tone } = faces[result];
          return (
            <li key={sentence} className="flex items-start gap-2">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="sr-only">{word} </span>
                {sentence}
                {href !== null && (
                  <>
                    {" "}
                    <Link href={href} className="text-link underline underline-offset-2">
                      Look
                    </Link>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mt-3 border-t pt-3 text-muted text-sm">{decision ?? "Nobody has decided yet."}</p>
    </Card>
  );
}
