import { testServer } from "../test-server";
import type { Fault } from "./fault";
import { type Judgement, judge } from "./judge";
import { ownServer } from "./own-server";
import { makeScene } from "./scene";

/** Makes the scene of a fault, injects it into a real run, and judges what is there afterwards. */
export async function injectFault(fault: Fault, major: number): Promise<Judgement> {
  const needsOwn = fault.scene?.ownServer === true || fault.scene?.settings !== undefined;
  const own = needsOwn ? await ownServer(major, fault.scene?.settings) : null;
  try {
    const scene = await makeScene(own?.server ?? (await testServer(major)), fault.scene, own?.restart);
    try {
      return await judge(fault, scene, await fault.inject(scene));
    } finally {
      await scene.close();
    }
  } finally {
    await own?.stop();
  }
}
