import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";

type Question<T> = () => Promise<T>;

type Answers<Questions extends readonly Question<unknown>[]> = {
  -readonly [Place in keyof Questions]: Awaited<ReturnType<Questions[Place]>>;
};

type AllowedAnswers<Questions extends readonly Question<unknown>[]> = {
  -readonly [Place in keyof Questions]: Awaited<ReturnType<Questions[Place]>> | null;
};

/**
 * Asks everything at once, so that the server goes from one question to the next without waiting for us.
 * @throws what the first question that failed in the order of the questions says: those behind it in a transaction only
 * say that it is aborted
 */
export async function askTogether<const Questions extends readonly Question<unknown>[]>(
  questions: Questions,
): Promise<Answers<Questions>> {
  const outcomes = await Promise.allSettled(questions.map((question) => question()));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as Answers<Questions>;
}

/** What a question gives; null where the role has no right to a catalog it reads (42501). The transaction goes on. */
export async function whereAllowed<T>(session: Session, question: Question<T>): Promise<T | null> {
  try {
    const [, answer] = await askTogether([
      () => session.execute("SAVEPOINT plumbline_allowed"),
      question,
      // Left standing, it would put whatever comes after in a transaction that is somebody else's into a subtransaction.
      () => session.execute("RELEASE SAVEPOINT plumbline_allowed"),
    ]);
    return answer;
  } catch (error) {
    if (errorCode(error) !== "42501") throw error;
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_allowed");
    await session.execute("RELEASE SAVEPOINT plumbline_allowed");
    return null;
  }
}

/** {@link whereAllowed} of many questions, which are asked together: null for each that the role has no right to. */
export async function askAllowed<const Questions extends readonly Question<unknown>[]>(
  session: Session,
  questions: Questions,
): Promise<AllowedAnswers<Questions>> {
  const together = await whereAllowed(session, () => askTogether(questions));
  if (together !== null) return together;
  // Rights are missing, which is rare: one at a time, so that each failure costs one answer only.
  const answers: unknown[] = [];
  for (const question of questions) answers.push(await whereAllowed(session, question));
  return answers as AllowedAnswers<Questions>;
}
