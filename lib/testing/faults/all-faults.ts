import { connectionFaults } from "./connection-faults";
import { driftFaults } from "./drift-faults";
import type { Fault } from "./fault";
import { lockFaults } from "./lock-faults";
import { nameFaults } from "./name-faults";
import { onlineFaults } from "./online-faults";
import { poolerFaults } from "./pooler-faults";
import { processFaults } from "./process-faults";
import { serverFaults } from "./server-faults";
import { spaceFaults } from "./space-faults";
import { windowFaults } from "./window-faults";

/** Every fault that is injected into the engine, by its number. Those of the store stand in lib/testing/faults/store-faults.ts. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...connectionFaults,
  ...lockFaults,
  ...spaceFaults,
  ...driftFaults,
  ...windowFaults,
  ...serverFaults,
  ...poolerFaults,
  ...nameFaults,
  ...onlineFaults,
].toSorted((one, other) => one.number - other.number);
