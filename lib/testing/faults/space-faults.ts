import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { endOf, insist } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";

/**
 * A file system of 24 MB as the tablespace of one table, filled but for less than its rewriting takes. Mounting takes
 * root; without it the fault cannot be injected, which is said.
 */
async function onSmallDisk(scene: Scene, work: () => Promise<Known>): Promise<Known> {
  // Where the server's account may go, whoever that is.
  const folder = mkdtempSync("/var/tmp/plumbline-small-disk-");
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m,mode=0777", "tmpfs", folder]);
  try {
    const place = path.join(folder, "space");
    mkdirSync(place, { mode: 0o700 });
    const admin = await scene.besides();
    const [row] = await admin
      .query<{ directory: string }>("SHOW data_directory")
      .then((rows) => rows.map((each) => ({ directory: Object.values(each as object)[0] as string })));
    execFileSync("chown", ["--reference", row?.directory ?? "", place]);
    await admin.query(`CREATE TABLESPACE small_disk LOCATION '${place.replaceAll("'", "''")}'`);
    await admin.query("ALTER TABLE public.bulk SET TABLESPACE small_disk");
    try {
      return await work();
    } finally {
      await admin.query("ALTER TABLE public.bulk SET TABLESPACE pg_default");
      await admin.query("DROP TABLESPACE small_disk");
    }
  } finally {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true });
  }
}

const bulk = `CREATE TABLE public.bulk (id integer, filler text);
  INSERT INTO public.bulk SELECT n, repeat('x', 1000) FROM generate_series(1, 14000) n`;

export const spaceFaults: readonly Fault[] = [
  {
    number: 11,
    title: "the disk is full in the middle of rewriting a table",
    slow: true,
    scene: {
      ownServer: true,
      actual: bulk,
      expected: "CREATE TABLE public.bulk (id bigint, filler text)",
      columns: { bulk: ["id", "filler"] },
    },
    ends: "rolled back",
    says: /disk is full/,
    cannot: withoutSmallDisk,
    inject: (scene) =>
      onSmallDisk(scene, async () => {
        const { actual, plan } = await scene.replanned();
        const admin = await scene.besides();
        const used = async (): Promise<number> => {
          const [row] = await admin.query<{ bytes: number }>(
            "SELECT pg_catalog.pg_tablespace_size('small_disk')::float8 AS bytes",
          );
          return row?.bytes ?? Number.NaN;
        };
        const before = await used();
        const known = await endOf(scene, { actual, plan });
        insist(
          scene.events.some((event) => event.type === "log" && event.code === "disk-need"),
          "nobody was told before how much it takes",
        );
        // Beside the table stand its maps, which may grow by some pages; the half-written copy takes megabytes.
        const grown = (await used()) - before;
        insist(grown < 512 * 1_024, `the rollback kept ${grown} bytes`);
        return known;
      }),
  },
  {
    number: 12,
    title: "temp_file_limit is exceeded while an index is built",
    scene: {
      actual: `CREATE TABLE public.bulk (id integer, filler text);
        INSERT INTO public.bulk SELECT n, md5(n::text) || repeat(md5((n * 7)::text), 6) FROM generate_series(1, 30000) n`,
      expected:
        "CREATE TABLE public.bulk (id integer, filler text); CREATE INDEX bulk_filler ON public.bulk (filler, id)",
      columns: { bulk: ["id"] },
    },
    ends: "rolled back",
    says: /limit of the server was exceeded/,
    inject: async (scene) => {
      const admin = await scene.besides();
      const name = scene.database.name.replaceAll('"', '""');
      await admin.query(`ALTER DATABASE "${name}" SET temp_file_limit = '64kB'`);
      await admin.query(`ALTER DATABASE "${name}" SET maintenance_work_mem = '1MB'`);
      try {
        return await endOf(scene);
      } finally {
        await admin.query(`ALTER DATABASE "${name}" RESET ALL`);
      }
    },
  },
];

/** Why faults of this kind cannot be injected here; null where they can. */
function withoutSmallDisk(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "mounting a small disk takes root on Linux";
  const folder = mkdtempSync("/var/tmp/plumbline-mount-");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return null;
  } catch {
    return "this machine does not let us mount a small disk";
  } finally {
    rmSync(folder, { recursive: true });
  }
}
