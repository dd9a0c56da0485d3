import { bundle } from "./bundle.mjs";
import { majorsFolder } from "./majors.mjs";
import { prepare } from "./prepare.mjs";
import { report } from "./surroundings.mjs";

try {
  await prepare();
  process.env.PLUMBLINE_MAJORS ??= majorsFolder;
  const { conformance } = await import(await bundle("lib/testing/conformance/command.ts"));
  // Servers that are still there end with this process.
  process.exit(await conformance(process.argv.slice(2)));
} catch (error) {
  report(error);
  process.exit(error?.code === "usage" ? 64 : 1);
}
