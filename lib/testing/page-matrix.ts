import type { Right } from "../access/authority";
import type { MatrixObjects } from "./operation-matrix-objects";

/**
 * Who may see which page: one entry for each. The test beside it finds them all by itself and fails for one without an
 * entry, makes each for everybody on their own and on foreign objects, and compares.
 */
export interface PageEntry {
  /** `anybody` is whoever comes, `a person` whoever is signed in and finds only what they may read. */
  readonly needs: Right | "anybody" | "a person";
  /** Whether the right is asked for on a database, where it can be held on that one alone; otherwise on everything. */
  readonly on?: "a database";
  /** True where it is enough to hold the right on any database. */
  readonly anywhere?: true;
  /** What only who was let in can meet, because the object is bare. */
  readonly fails?: string;
  /** The page is not there, even for who may see it, because the object has nothing of the kind. */
  readonly absent?: true;
  /** The parameters in the path. */
  readonly path?: (objects: MatrixObjects) => Readonly<Record<string, string>>;
  /** The parameters behind the question mark. */
  readonly query?: Readonly<Record<string, string>>;
}

const ofDatabase = (needs: Right = "read databases", more: Partial<PageEntry> = {}): PageEntry => ({
  ...{ needs, on: "a database", path: ({ slug }) => ({ slug }) },
  ...more,
});
const ofPlan: PageEntry = { needs: "read databases", on: "a database", path: ({ plan }) => ({ id: plan }) };
const everywhere = (needs: PageEntry["needs"], query: PageEntry["query"] = {}): PageEntry => ({
  needs,
  query,
});

/** By file below the root. */
export const pageMatrix: Readonly<Record<string, PageEntry>> = {
  "app/page.tsx": everywhere("anybody"),
  "app/sign-in/page.tsx": everywhere("anybody"),
  "app/sign-in/second-factor/page.tsx": everywhere("anybody"),
  // Whoever has the address; this one is none.
  "app/set-up/[token]/page.tsx": { needs: "anybody", absent: true, path: () => ({ token: "none" }) },

  "app/databases/page.tsx": everywhere("a person"),
  "app/databases/new/page.tsx": everywhere("add databases"),
  "app/databases/[slug]/page.tsx": ofDatabase(),
  "app/databases/[slug]/checks/page.tsx": ofDatabase(),
  "app/databases/[slug]/checks/[number]/page.tsx": ofDatabase("read databases", {
    path: ({ slug, check }) => ({ slug, number: check }),
  }),
  "app/databases/[slug]/d/[id]/page.tsx": ofDatabase("read databases", {
    path: ({ slug, difference }) => ({ slug, id: difference }),
    // It was not compared yet.
    absent: true,
  }),
  // It was not compared yet.
  "app/databases/[slug]/code/page.tsx": ofDatabase("read databases", { fails: "not-checked" }),
  "app/databases/[slug]/plans/page.tsx": ofDatabase(),
  "app/databases/[slug]/plans/new/page.tsx": ofDatabase("make plans"),
  "app/databases/[slug]/backups/page.tsx": ofDatabase(),
  "app/databases/[slug]/settings/page.tsx": ofDatabase(),
  "app/databases/[slug]/settings/ignored/page.tsx": ofDatabase(),
  "app/databases/[slug]/credentials/page.tsx": ofDatabase("add databases"),
  "app/databases/[slug]/remove/page.tsx": ofDatabase("remove databases"),
  "app/databases/[slug]/share/page.tsx": ofDatabase("share", { absent: true }),

  "app/plans/page.tsx": everywhere("a person"),
  "app/plans/[id]/page.tsx": ofPlan,
  "app/plans/[id]/run/page.tsx": { ...ofPlan, needs: "run plans", fails: "plan-altered" },
  "app/runs/page.tsx": everywhere("a person"),
  "app/runs/[id]/page.tsx": { ...ofPlan, path: ({ run }) => ({ id: run }) },
  "app/windows/page.tsx": everywhere("a person"),
  "app/windows/new/page.tsx": { needs: "manage windows", anywhere: true },
  "app/windows/[id]/page.tsx": { ...ofPlan, path: ({ window }) => ({ id: window }) },

  "app/mentions/page.tsx": everywhere("a person"),
  "app/audit/page.tsx": everywhere("read audit", { verify: "1" }),
  "app/settings/page.tsx": everywhere("a person"),
  "app/settings/prove/page.tsx": everywhere("a person"),
  "app/settings/about/page.tsx": everywhere("a person"),
  "app/settings/people/page.tsx": everywhere("manage people"),
  "app/settings/tokens/page.tsx": everywhere("manage tokens"),
  "app/settings/share-links/page.tsx": everywhere("a person"),
};
