import type { ShownBlocker } from "@/components/plan/blocker-list";
import type { Blocker } from "@/lib/access/plan-gate";
import { planHref } from "./plan-view";

interface Places {
  /** `P-12` */
  readonly planId: string;
  readonly slug: string;
}

/** What stands in the way of a step, each with the place where it is put right. */
export function withRemedies(blockers: readonly Blocker[], places: Places): readonly ShownBlocker[] {
  return blockers.map((blocker) => {
    const remedy = remedyOf(blocker.code, places);
    return { ...blocker, ...(remedy === undefined ? {} : { remedy }) };
  });
}

function remedyOf(code: string, { planId, slug }: Places): ShownBlocker["remedy"] {
  const checks = planHref(planId, { tab: "checks" });
  switch (code) {
    case "unread":
      return { label: "Read them", href: `${planHref(planId, { hideRead: true })}#statements` };
    case "unanswered":
      return { label: "Answer them", href: `${planHref(planId)}#hazards` };
    case "not-requested":
    case "unapproved":
    case "changes-requested":
    case "expired":
      return { label: "See approvals", href: planHref(planId, { tab: "approvals" }) };
    case "unchecked":
    case "lock-unknown":
      return { label: "Run checks", href: `${checks}#checks` };
    case "not-rehearsed":
    case "rehearsal-failed":
      return { label: "Rehearse", href: `${checks}#rehearsal` };
    case "no-backup":
      return { label: "Take a backup", href: `/databases/${slug}/backups` };
    case "no-window":
      return { label: "Schedule", href: planHref(planId) };
    case "window-closed":
      return { label: "See windows", href: "/windows" };
    case "lock-too-long":
    case "empty":
      return { label: "Choose differences", href: planHref(planId, { choosing: true }) };
    default:
      return code.startsWith("check-") ? { label: "See checks", href: `${checks}#checks` } : undefined;
  }
}
