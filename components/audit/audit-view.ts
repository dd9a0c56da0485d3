import type { SearchParameters } from "@/components/drift/list-view";

/** The filters of the audit log's page, in the order of its form. */
const auditFields = ["actor", "action", "database", "object", "result", "from", "to"] as const;

export type AuditField = (typeof auditFields)[number];

/** What the page's address holds. */
export interface AuditView {
  readonly filters: Readonly<Partial<Record<AuditField, string>>>;
  readonly before?: string;
  /** True when the chain is to be verified. */
  readonly verify: boolean;
}

/** Reads the address. Empty fields, which a form without JavaScript sends, do not filter. */
export function readAuditView(parameters: SearchParameters): AuditView {
  const text = (name: string): string | undefined => {
    const value = parameters[name];
    const one = Array.isArray(value) ? value[0] : value;
    return one === undefined || one.trim() === "" ? undefined : one.trim();
  };
  const before = text("before");
  return {
    filters: Object.fromEntries(
      auditFields.flatMap((field) => {
        const value = text(field);
        return value === undefined ? [] : [[field, value]];
      }),
    ),
    ...(before === undefined ? {} : { before }),
    verify: text("verify") !== undefined,
  };
}

/** The address of a view below `path`. */
export function auditHref(
  { filters, before }: Pick<AuditView, "filters" | "before">,
  more: Readonly<Record<string, string>> = {},
  path = "/audit",
): string {
  const parameters = new URLSearchParams({
    ...filters,
    ...(before === undefined ? {} : { before }),
    ...more,
  });
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}
