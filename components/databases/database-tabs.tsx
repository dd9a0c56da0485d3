import { type Tab, Tabs } from "@/components/ui/tabs";

/** What a page of a database is about, in the order of its tabs. The drift is the page of the database itself. */
const places = [
  { place: "drift", label: "Drift", below: "" },
  { place: "checks", label: "Checks", below: "/checks" },
  { place: "plans", label: "Plans", below: "/plans" },
  { place: "backups", label: "Backups", below: "/backups" },
  { place: "settings", label: "Settings", below: "/settings" },
] as const;

export type DatabasePlace = (typeof places)[number]["place"];

interface DatabaseTabsProps {
  readonly slug: string;
  readonly current: DatabasePlace;
  /** Shown beside a tab's name: plans that are not settled. */
  readonly counts?: Partial<Readonly<Record<DatabasePlace, number>>>;
}

/** The pages of one database. Stands below the heading of each of them. */
export function DatabaseTabs({ slug, current, counts = {} }: DatabaseTabsProps) {
  const tabs = places.map(({ place, label, below }): Tab => {
    const count = counts[place];
    return {
      href: `/databases/${slug}${below}`,
      label,
      current: place === current,
      ...(count === undefined || count === 0 ? {} : { count }),
    };
  });
  return (
    <div className="mb-5 border-b">
      <Tabs label="Pages of this database" tabs={tabs} />
    </div>
  );
}
