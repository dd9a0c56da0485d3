import "server-only";
import { isPasscode } from "../access/passcode";
import { hashToken } from "../access/token";
import { AppError } from "../postgres/app-error";
import type { SharedReport } from "../report/report";
import { inTransaction } from "../store/client";
import { findDatabaseById } from "../store/databases";
import { countShareOpen, findOpenableLink } from "../store/share-links";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { type Deed, recordAudit } from "./record-audit";

/** What whoever has the address gets to see. */
export type OpenedShare =
  | { readonly shows: "report"; readonly report: SharedReport; readonly by: string; readonly expiresAt: Date }
  | { readonly shows: "passcode form" }
  /** Unknown, expired, used up, revoked, or a wrong passcode: nobody is told which. */
  | { readonly shows: "nothing" };

/**
 * Opens a share link, counts it and writes it down. It asks for no right: the token is it.
 * @param passcode null where none was typed
 * @throws AppError `too-many-requests` for an address that tries too many
 */
export async function openShareLink(
  context: Context,
  token: string,
  passcode: string | null,
): Promise<OpenedShare> {
  const attempt = await limitRate(context, "share open");
  const at = context.now();
  const found = await findOpenableLink(context.store, hashToken(token), at);
  if (found?.passcodeHash != null && passcode === null) {
    await attempt.forgive();
    return { shows: "passcode form" };
  }
  const answer =
    passcode === null ? "right" : await tryPasscode(context, passcode, found?.passcodeHash ?? null, token);
  if (found === null) return { shows: "nothing" };
  const { link, content } = found;
  const database = await findDatabaseById(context.store, link.databaseId);
  const deed: Deed = {
    ...{ action: "share.open", object: { kind: "share", id: link.id } },
    ...(database === null ? {} : { database: database.slug }),
  };
  // Somebody has the address and not the passcode: whoever shared it should know.
  if (answer === "wrong") {
    await recordAudit(context, { ...deed, result: "denied", detail: { reason: "wrong passcode" } });
  }
  if (answer !== "right") return { shows: "nothing" };
  const opened = await inTransaction(context.store, async (store) => {
    const { address = null, agent = null } = context.request ?? {};
    if (!(await countShareOpen(store, link.id, { at, address, agent }))) return false;
    await recordAudit(context, deed, store);
    return true;
  });
  if (!opened) return { shows: "nothing" };
  await attempt.forgive();
  return { shows: "report", report: content, by: link.by.name, expiresAt: link.expiresAt };
}

/** Passcodes are short: those of one link are counted, wherever they come from, and not looked at after too many. */
async function tryPasscode(
  context: Context,
  passcode: string,
  hash: string | null,
  token: string,
): Promise<"right" | "wrong" | "not looked at"> {
  try {
    const attempt = await limitRate(context, "share open", `passcode ${token}`);
    // Typed for a link that asks for none, it is not wrong; the time it takes is the same.
    const right = (await isPasscode(passcode, hash)) || hash === null;
    if (right) await attempt.forgive();
    return right ? "right" : "wrong";
  } catch (error) {
    // Who is told that this link takes no more tries knows that there is one.
    if (error instanceof AppError && error.code === "too-many-requests") return "not looked at";
    throw error;
  }
}
