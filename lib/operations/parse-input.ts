import type { z } from "zod";
import { AppError } from "../postgres/app-error";

/**
 * Parses what came from outside.
 * @throws AppError `invalid-input` with one line a field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  // The input itself is left out: it can hold a password.
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new AppError("invalid-input", "Some fields are missing or wrong.", {
    hint: "Correct them and try again.",
    details: lines,
  });
}
