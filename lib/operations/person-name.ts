import { z } from "zod";
import { visible } from "../postgres/identity";

/**
 * A person's name as people type it. It stands beside approvals and in the audit log, where letters that nobody sees, or
 * that turn the line around, would let one look like another.
 */
export const personNameSchema = z
  .string()
  .trim()
  .min(1, "Enter your name.")
  .max(100, "The name is too long.")
  .refine((name) => visible(name) === name, "The name holds letters that cannot be seen.");
