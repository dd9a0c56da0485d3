import { expect, test } from "vitest";
import { injectStoreFault, storeFaults } from "./store-faults";

test.each(storeFaults.map((fault) => [`${fault.number}: ${fault.title}`, fault] as const))(
  "fault %s",
  async (_, fault) => {
    expect(await injectStoreFault(fault)).toEqual([]);
  },
  60_000,
);
