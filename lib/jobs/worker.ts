/** Entry of `npm run worker`: one worker, until SIGTERM or Ctrl-C. */
import { log } from "../access/log";
import { workerContext } from "../operations/context";
import { AppError } from "../postgres/app-error";
import { storeFromEnvironment } from "../store/client";
import { runWorker } from "./run-worker";

try {
  const worker = await runWorker(await workerContext());
  let asked = false;
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => {
      // A second signal does not wait for what is running.
      if (asked) process.exit(1);
      asked = true;
      worker.stop().catch((error: unknown) => {
        log.error({ err: error }, "the worker did not stop cleanly");
        process.exitCode = 1;
      });
    });
  }
  await worker.ended;
  await worker.stop();
  await storeFromEnvironment().close();
} catch (error) {
  log.fatal({ err: error }, "the worker ended");
  if (error instanceof AppError) process.stderr.write(`${error.message}\n${error.hint ?? ""}\n`);
  // What was begun may hold the process open, and nothing of it is of use any more.
  process.exit(1);
}
