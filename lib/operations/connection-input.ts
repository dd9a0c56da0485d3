import { z } from "zod";
import { applyVariablePattern } from "../access/apply-variable";
import { type Secret, secret } from "../access/secret";
import { tlsModes } from "../postgres/connection-settings";
import type { ConnectionProfile } from "../store/databases";

const text = (what: string, longest = 255) =>
  z.string(`Enter the ${what}.`).trim().min(1, `Enter the ${what}.`).max(longest, `The ${what} is too long.`);

// Letters of any script, because host names may be written in them. A slash would make it the folder of a Unix socket.
// An empty one is told of by another rule.
const hostPattern = /^[\p{L}\p{N}._:%-]*$/u;

/** A connection as a form gives it. */
export const connectionSchema = z.object({
  host: text("host name").regex(hostPattern, "Enter a host name or an IP address."),
  port: z.coerce
    .number("Enter a port.")
    .int("Enter a port.")
    .min(1, "Ports begin at 1.")
    .max(65_535, "Ports end at 65535."),
  database: text("database name"),
  user: text("role"),
  password: z.string().max(10_000, "The password is too long.").optional(),
  tls: z.enum(tlsModes, "Choose how the connection is protected.").default("prefer"),
  certificateAuthority: z
    .string()
    .trim()
    .max(100_000, "The certificate is too long.")
    .refine(
      (pem) => pem === "" || pem.includes("-----BEGIN CERTIFICATE-----"),
      "Paste the certificate in PEM form.",
    )
    .optional(),
});

/** A role of its own for applying plans, as a form gives it. */
export const applyingSchema = z
  .object({
    user: text("role for applying"),
    /** Where its password comes from; `kept` leaves a saved one as it is. */
    from: z.enum(["asked", "saved", "environment", "kept"], "Choose where the password comes from."),
    password: z.string().max(10_000, "The password is too long.").optional(),
    variable: z
      .string()
      .trim()
      .regex(applyVariablePattern, "Enter a name that begins with PLUMBLINE_APPLY_, in capitals.")
      .optional(),
  })
  .superRefine(({ from, password, variable }, { addIssue }) => {
    if (from === "saved" && !password)
      addIssue({ code: "custom", path: ["password"], message: "Enter the password of the role." });
    if (from === "environment" && !variable)
      addIssue({ code: "custom", path: ["variable"], message: "Enter the name of the variable." });
  });

export type ConnectionInput = z.input<typeof connectionSchema>;

/** A connection taken apart: what may be shown, and what may not. */
export interface ConnectionParts {
  readonly profile: ConnectionProfile;
  /** Null when no password is to be sent. */
  readonly password: Secret | null;
}

/** Separates the password from the rest, so that the rest can be handed on freely. */
export function connectionParts(connection: z.output<typeof connectionSchema>): ConnectionParts {
  const { password, certificateAuthority, ...rest } = connection;
  return {
    profile: { ...rest, ...(certificateAuthority ? { certificateAuthority } : {}) },
    password: password ? secret(password) : null,
  };
}
