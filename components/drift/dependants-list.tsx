import { Link } from "@/components/ui/link";
import type { Identity } from "@/lib/postgres/identity";
import { kindWords } from "./counting";
import { ObjectName } from "./object-name";

/** An object that stands on the one that differs. */
export interface Dependant {
  readonly object: Identity;
  /** How it depends: `references it`, `reads it`; empty where the heading says it all. */
  readonly relation: string;
  /** Its own difference, when it has one. */
  readonly href?: string;
}

/** Dependants that a fix treats alike: *must change together*, *must be dropped and created again*, *kept*. */
export interface DependantGroup {
  readonly title: string;
  /** What to make of them. */
  readonly note?: string;
  readonly dependants: readonly Dependant[];
}

interface DependantsListProps {
  readonly groups: readonly DependantGroup[];
  /** Dependants shown of all; the rest waits behind the link. */
  readonly limit?: number;
  readonly allHref?: string;
}

/** What depends on the object, grouped by what happens to it. */
export function DependantsList({ groups, limit = 100, allHref }: DependantsListProps) {
  const total = groups.reduce((sum, group) => sum + group.dependants.length, 0);
  if (total === 0) return <p className="text-muted text-sm">Nothing in the database depends on it.</p>;
  let left = limit;
  const shown = groups.map((group) => {
    const dependants = group.dependants.slice(0, left);
    left -= dependants.length;
    return { ...group, count: group.dependants.length, dependants };
  });
  return (
    <div className="grid gap-4">
      {shown
        .filter((group) => group.dependants.length > 0)
        .map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 font-medium text-sm">
              {group.title} <span className="font-normal text-faint">{group.count.toLocaleString("en")}</span>
            </h3>
            {group.note !== undefined && <p className="mb-1 text-muted text-xs">{group.note}</p>}
            <ul className="divide-y rounded-md border">
              {group.dependants.map((dependant) => (
                <li
                  key={JSON.stringify(dependant.object)}
                  className="flex min-h-8 flex-wrap items-center gap-x-3 px-3 py-1 text-sm"
                >
                  {dependant.href === undefined ? (
                    <ObjectName object={dependant.object} />
                  ) : (
                    <Link href={dependant.href} className="min-w-0 rounded hover:underline">
                      <ObjectName object={dependant.object} />
                    </Link>
                  )}
                  <span className="text-faint text-xs">{kindWords(dependant.object.kind)}</span>
                  {dependant.relation !== "" && (
                    <span className="ml-auto text-muted text-xs">{dependant.relation}</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      {total > limit && allHref !== undefined && (
        <Link href={allHref} scroll={false} className="w-fit text-link text-sm hover:underline">
          Show all {total.toLocaleString("en")}
        </Link>
      )}
    </div>
  );
}
