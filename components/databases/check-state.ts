/** The states of a check in words. */
export const checkStates = {
  queued: "Waiting for a worker",
  running: "Running",
  done: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
} as const;
