import { AppError } from "../../postgres/app-error";
import { type Laboratory, openLaboratory } from "./laboratory";

export interface Work<Task> {
  readonly tasks: readonly Task[];
  readonly major: number;
  /** Tasks that run at the same time, each on a server of its own. */
  readonly jobs: number;
  /** Seconds that one task may take. */
  readonly limit: number;
  readonly run: (task: Task, laboratory: Laboratory) => Promise<void>;
  /** Called when a task throws or takes too long: the others go on, on a new server. */
  readonly onError: (task: Task, error: unknown) => void;
}

/** Does all tasks. One that fails or hangs costs its own result and nobody else's. */
export async function workThrough<Task>({
  tasks,
  major,
  jobs,
  limit,
  run,
  onError,
}: Work<Task>): Promise<void> {
  const open = [...tasks];
  const worker = async (): Promise<void> => {
    let laboratory: Laboratory | null = null;
    try {
      for (let task = open.shift(); task !== undefined; task = open.shift()) {
        laboratory ??= await openLaboratory(major);
        try {
          await within(limit, run(task, laboratory));
        } catch (error) {
          onError(task, error);
          // Whatever the task left behind, or is still waiting for, ends with its server.
          await laboratory.stop();
          laboratory = null;
        }
      }
    } finally {
      await laboratory?.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, open.length) }, worker));
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError("took-too-long", `It took longer than ${seconds} s.`)),
      seconds * 1_000,
    );
  });
  // Its connections break when the server is stopped: nobody waits for that any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
