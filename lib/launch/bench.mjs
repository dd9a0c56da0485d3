import { bundle } from "./bundle.mjs";
import { prepare } from "./prepare.mjs";
import { report } from "./surroundings.mjs";

try {
  await prepare();
  await import(await bundle("lib/testing/bench.ts"));
} catch (error) {
  report(error);
  process.exit(1);
}
