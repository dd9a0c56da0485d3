import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";

/** A share link as lists show it. Moments are ISO 8601. */
export interface ListedLink {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly database: { readonly slug: string; readonly name: string };
  readonly note: string | null;
  readonly by: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly hasPasscode: boolean;
  readonly maximumOpens: number | null;
  readonly opens: number;
  readonly lastOpens: readonly {
    readonly at: string;
    readonly address: string | null;
    readonly agent: string | null;
  }[];
  readonly state: "open" | "expired" | "used up" | "revoked";
  readonly hidden: readonly string[];
}

interface ShareLinksTableProps {
  readonly links: readonly ListedLink[];
  readonly revokeAction: FormAction;
  /** True where links of several databases stand together. */
  readonly withDatabase?: boolean;
}

const tones: { readonly [S in ListedLink["state"]]: Tone } = {
  open: "ok",
  expired: "neutral",
  "used up": "neutral",
  revoked: "neutral",
};

/** Share links with who opened them, and the way to end them. Their addresses nobody keeps. */
export function ShareLinksTable({ links, revokeAction, withDatabase }: ShareLinksTableProps) {
  return (
    <Table stacks caption="Share links">
      <thead>
        <tr>
          <ColumnHeading>What</ColumnHeading>
          <ColumnHeading>State</ColumnHeading>
          <ColumnHeading>Made</ColumnHeading>
          <ColumnHeading>Expires</ColumnHeading>
          <ColumnHeading>Opened</ColumnHeading>
          <ColumnHeading>
            <span className="sr-only">Actions</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <tr key={link.id}>
            <RowHeading>
              <span className="font-medium">
                {link.subject.kind} {link.subject.id}
              </span>
              {withDatabase && (
                <>
                  {" of "}
                  <Link href={`/databases/${link.database.slug}`} className="text-link underline">
                    {visible(link.database.name)}
                  </Link>
                </>
              )}
              {link.note !== null && (
                <span className="block text-muted text-xs [overflow-wrap:anywhere]">
                  {visible(link.note)}
                </span>
              )}
              <span className="block text-faint text-xs">
                {link.hidden.length === 0 ? "nothing hidden" : `hidden: ${link.hidden.join(", ")}`}
                {link.hasPasscode && " · passcode"}
              </span>
            </RowHeading>
            <Cell label="State">
              <Chip tone={tones[link.state]}>{link.state}</Chip>
            </Cell>
            <Cell label="Made">
              <Time value={link.createdAt} />
              <span className="block text-faint text-xs">{visible(link.by)}</span>
            </Cell>
            <Cell label="Expires">
              <Time value={link.expiresAt} />
            </Cell>
            <Cell label="Opened">
              <Opens link={link} />
            </Cell>
            <Cell className="text-right">
              {link.state === "open" && (
                <ActionButton
                  action={revokeAction}
                  fields={{ id: link.id }}
                  pendingText="Revoking…"
                  size="small"
                >
                  Revoke
                  <span className="sr-only">
                    {" "}
                    the link to {link.subject.kind} {link.subject.id}
                  </span>
                </ActionButton>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Opens({ link }: { readonly link: ListedLink }) {
  const { opens, maximumOpens, lastOpens } = link;
  const count = `${opens.toLocaleString("en")}${maximumOpens === null ? "" : ` of ${maximumOpens.toLocaleString("en")}`}`;
  if (lastOpens.length === 0) return count;
  return (
    <details>
      <summary className="underline decoration-dotted">{count}</summary>
      <ul className="mt-1 grid gap-1 text-muted text-xs">
        {lastOpens.map(({ at, address, agent }) => (
          <li key={at} className="[overflow-wrap:anywhere]">
            <Time value={at} /> {address ?? "unknown address"}
            {agent !== null && <span className="block text-faint">{visible(agent)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
