import fs from "node:fs";
import path from "node:path";
import { seedDemo } from "../../prisma/seed";

/**
 * Seeds the founding database into our own server on the first start of a home. It is not seeded again by later
 * starts: who removed it does not want it back.
 */
export async function prepareDemo(options: {
  readonly serverUrl: string;
  readonly home: string;
  readonly step: (line: string) => void;
}): Promise<void> {
  const marker = path.join(options.home, "demo-seeded");
  if (fs.existsSync(marker)) return;
  options.step("Seeding the demo database …");
  await seedDemo({ serverUrl: options.serverUrl });
  fs.writeFileSync(marker, "");
}
