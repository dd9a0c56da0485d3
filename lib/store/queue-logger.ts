import { Logger } from "graphile-worker";
import { log } from "../access/log";

/** What the job queue says, in our log. Its everyday talk is kept for the level `debug`. */
export const queueLogger = new Logger((scope) => (level, message) => {
  const fields = {
    queue: scope.label ?? "queue",
    ...(scope.jobId === undefined ? {} : { job: scope.jobId }),
  };
  if (level === "error") log.error(fields, message);
  else if (level === "warning") log.warn(fields, message);
  else log.debug(fields, message);
});
