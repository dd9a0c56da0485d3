import "server-only";
import { mayDo } from "../access/authority";
import type { Store } from "../store/client";
import { readOpenInvitationsBy, revokeInvitation } from "../store/invitations";
import type { Person } from "../store/people";
import { readTokensBy, revokeServiceToken } from "../store/service-tokens";
import { readOpenShareLinksBy, revokeShareLink } from "../store/share-links";
import type { Context } from "./context";
import { personActor } from "./person-actor";
import { type Deed, recordAudit } from "./record-audit";

/**
 * Ends what a person has handed out and could not hand out any more: tokens, invitations and share links. Called in the
 * transaction that takes rights away or lets them in no more; each end is an entry of the audit log.
 * @returns how many of each, for the entry of the deed itself
 */
export async function endWhatRestsOn(
  context: Context,
  inside: Store,
  person: Person,
): Promise<Readonly<Record<string, number>>> {
  const now = context.now();
  const actor = personActor(person, null);
  const out = person.disabledAt !== null;
  const reason = out ? `${person.name} may not sign in any more` : `${person.name} has other roles`;
  const note = (deed: Deed): Promise<void> =>
    recordAudit(context, { ...deed, detail: { ...deed.detail, reason, by: person.name } }, inside);

  const tokens = out || !mayDo(actor, "manage tokens") ? await readTokensBy(inside, person.id, now) : [];
  for (const { id, name } of tokens) {
    await revokeServiceToken(inside, id, now);
    await note({ action: "token.revoke", object: { kind: "token", id }, detail: { name } });
  }
  const invitations =
    out || !mayDo(actor, "manage people") ? await readOpenInvitationsBy(inside, person.id, now) : [];
  for (const { id, email, purpose } of invitations) {
    await revokeInvitation(inside, id, now);
    await note({
      ...{ action: "invitation.revoke", object: { kind: "invitation", id }, detail: { email, purpose } },
    });
  }
  const links = (await readOpenShareLinksBy(inside, person.id, now)).filter(
    ({ slug }) => out || !mayDo(actor, "share", slug),
  );
  for (const { id, slug } of links) {
    await revokeShareLink(inside, id, now);
    await note({ action: "share.revoke", object: { kind: "share", id }, database: slug });
  }
  return Object.fromEntries(
    Object.entries({
      tokensEnded: tokens.length,
      invitationsEnded: invitations.length,
      shareLinksEnded: links.length,
    }).filter(([, count]) => count > 0),
  );
}
