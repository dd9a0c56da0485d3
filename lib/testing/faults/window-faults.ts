import { AppError } from "../../postgres/app-error";
import { begun, endOf, insist, proving, slowly, whenever } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";

const revokedAt = (moment: "before begin" | "after locks" | "before commit"): Fault => ({
  number: 18,
  title: `the approval is revoked ${moment}`,
  ends: ["refused", "rolled back"],
  says: /approval was revoked/,
  inject: (scene) =>
    endOf(
      scene,
      {},
      {
        ...scene.hooks,
        authorise: async (asked) => {
          if (asked === moment) throw new AppError("not-approved", "The approval was revoked.");
        },
      },
    ),
});

/** The last moment before COMMIT is sent comes so many milliseconds before the window's end. */
const commitsBeforeEnd = (milliseconds: number): Fault["inject"] => {
  return (scene) => {
    const deadline = new Date(Date.now() + 3_600_000);
    let stands: Date | null = null;
    return endOf(
      scene,
      {
        limits: { ...scene.request.limits, deadline, minimumTimeLeft: 0 },
        now: () => stands ?? new Date(),
      },
      {
        ...scene.hooks,
        authorise: async (asked) => {
          if (asked === "before commit") stands = new Date(deadline.getTime() - milliseconds);
        },
      },
    );
  };
};

/** A run that pauses after its first statement, with its locks held, while the window's end is moved. */
async function pausedWhile(
  scene: Scene,
  ends: { readonly first: number; readonly moved: number },
  goOn: boolean,
): Promise<Known> {
  let deadline = new Date(Date.now() + ends.first);
  const limits = { ...scene.request.limits, minimumTimeLeft: 0 };
  return endOf(
    scene,
    {
      limits: {
        ...limits,
        get deadline() {
          return deadline;
        },
      },
    },
    whenever(
      scene,
      (event) => {
        if (begun(event)) scene.control.send({ type: "pause" });
        return event.type === "paused";
      },
      () => {
        const past = new Date(deadline.getTime() + 6_000);
        deadline = new Date(Date.now() + ends.moved);
        // Past the old end, and past what the server was told of it.
        if (goOn)
          setTimeout(() => scene.control.send({ type: "resume" }), Math.max(0, past.getTime() - Date.now()));
      },
    ),
  );
}

export const windowFaults: readonly Fault[] = [
  revokedAt("before begin"),
  revokedAt("after locks"),
  revokedAt("before commit"),
  {
    number: 20,
    title: "less than two minutes of the window are left",
    ends: ["refused", "rolled back"],
    says: /window/i,
    inject: (scene) =>
      endOf(scene, {
        limits: { ...scene.request.limits, deadline: new Date(Date.now() + 119_000) },
      }),
  },
  {
    number: 20,
    title: "the window has closed already, by a millisecond",
    ends: "refused",
    says: /window/i,
    inject: async (scene) => {
      const end = new Date();
      return endOf(scene, { limits: { ...scene.request.limits, deadline: end, minimumTimeLeft: 0 } });
    },
  },
  {
    number: 20,
    title: "the window closes in the middle of a statement",
    scene: { everywhere: slowly(0.4) },
    ends: "rolled back",
    says: /window/i,
    inject: async (scene) => {
      let deadline = new Date(Date.now() + 3_600_000);
      const limits = { ...scene.request.limits, minimumTimeLeft: 0 };
      const begin = performance.now();
      const known = await endOf(
        scene,
        {
          limits: {
            ...limits,
            get deadline() {
              return deadline;
            },
          },
        },
        whenever(scene, begun, () => {
          deadline = new Date();
        }),
      );
      insist(performance.now() - begin < 30_000, "the run went on past the end of its window");
      return known;
    },
  },
  {
    number: 20,
    title: "the window closes between the proof and COMMIT",
    ends: "rolled back",
    says: /window/i,
    inject: async (scene) => {
      let late = 0;
      return endOf(
        scene,
        {
          limits: {
            ...scene.request.limits,
            deadline: new Date(Date.now() + 3_600_000),
            minimumTimeLeft: 0,
          },
          now: () => new Date(Date.now() + late),
        },
        whenever(scene, proving, () => {
          late = 3_600_000;
        }),
      );
    },
  },
  {
    number: 20,
    title: "COMMIT comes a millisecond before the window's end",
    ends: "committed",
    says: /proven|done/,
    inject: commitsBeforeEnd(1),
  },
  {
    number: 20,
    title: "COMMIT would come at the window's end",
    ends: "rolled back",
    says: /window/i,
    inject: commitsBeforeEnd(0),
  },
  {
    number: 20,
    title: "the window is extended while the run works, and the old end passes",
    slow: true,
    ends: "committed",
    says: /proven|done/,
    inject: (scene) => pausedWhile(scene, { first: 15_000, moved: 3_600_000 }, true),
  },
  {
    number: 20,
    title: "somebody closes the window while the run is paused with its locks held",
    ends: "rolled back",
    says: /window/i,
    inject: async (scene) => {
      const begin = performance.now();
      const known = await pausedWhile(scene, { first: 3_600_000, moved: 0 }, false);
      insist(performance.now() - begin < 30_000, "the run stayed paused after its window was closed");
      return known;
    },
  },
  {
    number: 22,
    title: "our clock is six seconds behind the server's",
    ends: "refused",
    says: /clock/i,
    inject: (scene) => endOf(scene, { now: () => new Date(Date.now() - 6_000) }),
  },
  {
    number: 22,
    title: "our clock is six seconds ahead of the server's",
    ends: "refused",
    says: /clock/i,
    inject: (scene) => endOf(scene, { now: () => new Date(Date.now() + 6_000) }),
  },
  {
    number: 46,
    title: "the audit row cannot be written",
    ends: "refused",
    says: /audit/i,
    inject: async (scene) => {
      const known = await endOf(
        scene,
        {},
        {
          ...scene.hooks,
          claim: async () => {
            throw new AppError("audit-unavailable", "The audit log cannot be written.");
          },
        },
      );
      insist(!scene.events.some(begun), "a statement ran although nothing was written down");
      return known;
    },
  },
  {
    number: 46,
    title: "the store falls silent while the locks are held",
    slow: true,
    ends: "rolled back",
    says: /could not write down or look up/,
    inject: (scene) =>
      endOf(
        scene,
        {},
        {
          ...scene.hooks,
          authorise: (asked) =>
            asked === "before commit" ? new Promise(() => undefined) : Promise.resolve(),
        },
      ),
  },
  {
    number: 46,
    title: "the transaction cannot be written down before COMMIT",
    ends: "rolled back",
    says: /store|written/i,
    inject: (scene) =>
      endOf(
        scene,
        {},
        {
          ...scene.hooks,
          recordTransaction: async () => {
            throw new AppError("store-unreachable", "The store did not take what was to be written down.");
          },
        },
      ),
  },
];
