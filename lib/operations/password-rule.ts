import { z } from "zod";
import { longestPassword, shortestPassword } from "../access/authentication";
import { isCommonPassword } from "../access/common-passwords";

/** A password that somebody chooses. */
export const newPasswordSchema = z
  .string()
  .min(shortestPassword, `Use at least ${shortestPassword} characters.`)
  .max(longestPassword, `Use at most ${longestPassword} characters.`)
  .refine(
    (password) => !isCommonPassword(password),
    "This password is among the first that are tried. Choose another.",
  );
