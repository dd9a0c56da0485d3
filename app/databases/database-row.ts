import type { DatabaseRow } from "@/components/databases/database-row";
import { sourceWords } from "@/components/databases/source-words";
import type { Right } from "@/lib/access/authority";
import type { ListedDatabase } from "@/lib/operations/list-databases";
import type { ListedPlan } from "@/lib/operations/list-plans";
import { versionText } from "@/lib/postgres/version";
import { checkNow } from "./actions";

const reasons = { failed: "check failed", unverifiable: "not all could be compared", stale: "stale" };

/** A database of the store as the list shows it. */
export function databaseRow(
  listed: ListedDatabase,
  plans: readonly ListedPlan[],
  may: (right: Right, slug: string) => boolean,
): DatabaseRow {
  const { database, source, health, checks } = listed;
  const { active, compared, settled } = checks;
  const href = `/databases/${database.slug}`;
  const error = settled?.state === "failed" ? settled.error : null;
  return {
    id: database.id,
    href,
    name: database.name,
    health: health.state,
    ...(health.reason === null ? {} : { healthDetail: `(${reasons[health.reason]})` }),
    ...(error === null ? {} : { problem: [error.message, error.hint].filter(Boolean).join(" ") }),
    serverVersion: compared?.result ? versionText(compared.result.serverVersion) : null,
    environment: database.environment === "other" ? null : database.environment,
    demo: database.demo,
    worst: health.worst,
    counts: countsOf(listed),
    source: sourceWords(source),
    lastCheckedAt: settled?.finishedAt?.toISOString() ?? null,
    checking: active !== null,
    plan: planOf(plans.filter(({ plan }) => plan.databaseId === database.id)),
    menu: [
      { label: "Open", href },
      ...(may("request checks", database.slug)
        ? [{ label: "Check now", action: checkNow, fields: { slug: database.slug } }]
        : []),
      { label: "Copy link", copy: href },
      ...(may("remove databases", database.slug) ? [{ label: "Remove…", href: `${href}/remove` }] : []),
    ],
  };
}

/** How much differs; null where nobody knows: that a past check found nothing is no zero of now. */
function countsOf({ health, checks }: ListedDatabase): DatabaseRow["counts"] {
  const counts = checks.compared?.result?.counts.bySeverity ?? null;
  const none = counts !== null && Object.values(counts).every((count) => count === 0);
  return none && health.state === "unknown" ? null : counts;
}

/** The newest plan that is not settled, with where it stands. */
function planOf(plans: readonly ListedPlan[]): DatabaseRow["plan"] {
  const open = plans.filter(({ plan }) => plan.state !== "done" && plan.state !== "discarded");
  const [newest] = open.toSorted((a, b) => b.plan.number - a.plan.number);
  if (newest === undefined) return null;
  const { plan, status, facts } = newest;
  const when = facts.window.attached && facts.window.opensText !== null ? ` · ${facts.window.opensText}` : "";
  return { text: `${plan.id} ${status}${when}`, href: `/plans/${plan.id}` };
}
