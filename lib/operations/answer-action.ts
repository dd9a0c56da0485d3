import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import { requireSameOrigin } from "../access/request-origin";
import { AppError } from "../postgres/app-error";
import type { Context } from "./context";
import { recordRefusal } from "./record-refusal";
import { requestContext, visitorContext } from "./request-context";
import { storeFailure } from "./store-failure";

/** What a server action answers. `fields` holds an error for each control that has one. */
export interface ActionState {
  readonly ok: boolean;
  /** The AppError's, when there was one. */
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly details?: string[];
  readonly fields?: Record<string, string>;
}

/** The state to answer with, and what the work gave back when it succeeded. */
export type ActionAnswer<T> =
  | { readonly succeeded: true; readonly value: T; readonly state: ActionState }
  | { readonly succeeded: false; readonly state: ActionState };

/**
 * Does the work of a server action for whoever sent the request, and turns what a person can act on into its state:
 * an AppError, or wrong fields. Requests of foreign pages are refused. Bugs go on to the error page, after being logged.
 *
 * @param control names the control of a form that a field of the input came from; by default the field's own name
 */
export async function answerAction<T>(
  headers: Pick<Headers, "get">,
  work: (context: Context) => Promise<T>,
  control: (path: readonly PropertyKey[]) => string = lastPart,
): Promise<ActionAnswer<T>> {
  return answer(headers, () => requestContext(), work, control);
}

/** {@link answerAction} for who has not signed in: to do so, or to open what was shared. */
export async function answerVisitor<T>(
  headers: Pick<Headers, "get">,
  work: (context: Context) => Promise<T>,
  control: (path: readonly PropertyKey[]) => string = lastPart,
): Promise<ActionAnswer<T>> {
  return answer(headers, visitorContext, work, control);
}

async function answer<T>(
  headers: Pick<Headers, "get">,
  whose: () => Promise<Context>,
  work: (context: Context) => Promise<T>,
  control: (path: readonly PropertyKey[]) => string,
): Promise<ActionAnswer<T>> {
  let context: Context | undefined;
  try {
    requireSameOrigin(headers);
    context = await whose();
    return { succeeded: true, value: await work(context), state: { ok: true } };
  } catch (error) {
    if (error instanceof AppError) {
      if (context !== undefined) await recordRefusal(context, error);
      return { succeeded: false, state: stateOf(error) };
    }
    if (error instanceof z.ZodError) return { succeeded: false, state: wrongFields(error, control) };
    const failure = storeFailure(error);
    if (failure !== null) return { succeeded: false, state: stateOf(failure) };
    log.error({ err: error }, "an action failed in a way that was not foreseen");
    throw error;
  }
}

const lastPart = (path: readonly PropertyKey[]): string => String(path.at(-1) ?? "");

function stateOf({ code, message, hint, details }: AppError): ActionState {
  return {
    ok: false,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(details.length === 0 ? {} : { details: [...details] }),
  };
}

function wrongFields(error: z.ZodError, control: (path: readonly PropertyKey[]) => string): ActionState {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[control(issue.path)] ??= issue.message;
  return { ok: false, message: "Some fields are missing or wrong.", fields };
}
