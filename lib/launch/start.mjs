import { bundle } from "./bundle.mjs";
import { buildApp, prepare } from "./prepare.mjs";
import { report, root, step } from "./surroundings.mjs";

const dev = process.argv.includes("--dev");

try {
  await prepare();
  const program = await bundle("lib/launch/serve.ts");
  const worker = await bundle("lib/jobs/worker.ts");
  if (!dev) await buildApp();
  const { serve } = await import(program);
  process.exit(await serve({ root, dev, worker, step }));
} catch (error) {
  report(error);
  process.exit(1);
}
