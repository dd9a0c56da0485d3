import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import type { Finding } from "@/lib/drift/finding";
import { visible } from "@/lib/postgres/identity";
import { countOf } from "./counting";
import { SeverityMark } from "./severity-mark";

interface FindingsCardProps {
  readonly findings: readonly Finding[];
  /** Where the pages of differences are. */
  readonly differencePath: string;
}

/** Shown at first. */
const first = 8;

/** What is amiss in the database alone, whatever the source says; security first. No part of the verdict. */
export function FindingsCard({ findings, differencePath }: FindingsCardProps) {
  if (findings.length === 0) return null;
  const security = findings.filter((finding) => finding.security).length;
  return (
    <Card
      id="findings"
      title="Also amiss in the database"
      description={`${countOf(findings.length, "finding")}${security > 0 ? `, ${security} about who may do what` : ""}. Not drift: the source may say the same.`}
    >
      <FindingList findings={findings.slice(0, first)} differencePath={differencePath} />
      {findings.length > first && (
        <details className="mt-3">
          <summary className="w-fit cursor-pointer text-muted text-sm">
            {countOf(findings.length - first, "more finding")}
          </summary>
          <div className="mt-3">
            <FindingList findings={findings.slice(first)} differencePath={differencePath} />
          </div>
        </details>
      )}
    </Card>
  );
}

function FindingList({ findings, differencePath }: FindingsCardProps) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {findings.map((finding) => (
        <li key={finding.id} id={finding.id} className="min-w-0">
          <details>
            <summary className="cursor-pointer">
              <span className="inline-flex max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-x-2 gap-y-1 align-top">
                <SeverityMark severity={finding.severity} />
                <span className="[overflow-wrap:anywhere]">{visible(finding.sentence)}</span>
                {finding.security && <Chip>security</Chip>}
                {finding.state === "unknown" && <Chip tone="unknown">could not be told</Chip>}
                {finding.declared && <Chip>the source says so</Chip>}
              </span>
            </summary>
            <div className="mt-1.5 grid max-w-[75ch] gap-2 pl-4 text-sm">
              <p className="text-muted">{visible(finding.why)}</p>
              <p>{visible(finding.remedy)}</p>
              {finding.statements.length > 0 && (
                <CodeBlock
                  sql={finding.statements.map(({ sql }) => `${sql};`).join("\n")}
                  label={`What mends it: ${visible(finding.sentence)}`}
                />
              )}
              {finding.difference !== undefined && (
                <p>
                  The fix of{" "}
                  <Link href={`${differencePath}/${finding.difference}`} className="text-link underline">
                    {finding.difference}
                  </Link>{" "}
                  removes it.
                </p>
              )}
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
