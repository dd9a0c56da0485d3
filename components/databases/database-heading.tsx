import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeading } from "@/components/frame/page-heading";
import type { FormAction } from "@/components/ui/action-state";
import { buttonClasses, LinkButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import type { Severity } from "@/lib/kinds/severity";
import { visible } from "@/lib/postgres/identity";
import { versionText } from "@/lib/postgres/version";
import { CheckNow } from "./check-now";
import type { Health } from "./health";
import { HealthChip } from "./health-chip";

interface DatabaseHeadingProps {
  readonly database: {
    readonly slug: string;
    readonly name: string;
    readonly connection: { readonly host: string; readonly port: number; readonly user: string };
  };
  readonly health: {
    readonly state: Health;
    readonly worst: Severity | null;
    readonly reason: string | null;
  };
  /** `server_version_num`; null before the first comparison. */
  readonly serverVersion: number | null;
  readonly source: string;
  /** Asks for a check; false for who may not. */
  readonly checkAction: FormAction | false;
  readonly mayRemove: boolean;
  /** Where a plan is made; false where there is nothing to plan, or for who may not. */
  readonly planHref: string | false;
  /** Further ways to go on. */
  readonly more?: ReactNode;
}

/** Which database it is, how it is, and what can be done with it. */
export function DatabaseHeading(props: DatabaseHeadingProps) {
  const { database, health, serverVersion, source, checkAction, mayRemove, planHref, more } = props;
  const path = `/databases/${database.slug}`;
  const { host, port, user } = database.connection;
  return (
    <PageHeading
      title={<bdi>{visible(database.name)}</bdi>}
      chips={
        <HealthChip
          health={health.state}
          worst={health.worst}
          {...(health.reason === "stale" ? { detail: "(stale)" } : {})}
        />
      }
      description={
        <p className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
          {serverVersion !== null && <span>Postgres {versionText(serverVersion)}</span>}
          <span>
            <span className="text-faint">expected from</span> {visible(source)}
          </span>
          <span>
            <span className="text-faint">read as</span> <bdi>{visible(`${user}@${host}:${port}`)}</bdi>
          </span>
        </p>
      }
      actions={
        <>
          {checkAction !== false && <CheckNow action={checkAction} slug={database.slug} />}
          {planHref !== false && (
            <LinkButton href={planHref} data-shortcut="make-plan">
              Make plan
            </LinkButton>
          )}
          {more}
          <Menu
            items={[
              { label: "Copy link", copy: path },
              ...(mayRemove ? [{ label: "Remove…", href: `${path}/remove` }] : []),
            ]}
            trigger={
              <button type="button" aria-label="More actions" className={buttonClasses("secondary")}>
                <Ellipsis aria-hidden />
              </button>
            }
          />
        </>
      }
    />
  );
}
