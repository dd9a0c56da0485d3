/** What nobody but a superuser may own (42501). Who is one, no catalog of a schema tells: the server is asked. */
import { quoteLiteral } from "../../postgres/identifier";
import { displayName, type Identity, visible } from "../../postgres/identity";
import type { Preflight, Statement } from "../../postgres/statement";
import { askServer } from "../preflight/preflight";
import { alterOwner } from "./ownership";

type Owned = Identity & { readonly owner: string | null };

export const asksForSuperuser = (object: Owned): readonly Preflight[] =>
  object.owner === null
    ? []
    : [
        askServer(
          `Is ${visible(object.owner)}, who is to own the ${object.kind} ${displayName(object)}, no superuser?`,
          object,
          `NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = ${quoteLiteral(object.owner)} AND r.rolsuper)`,
        ),
      ];

/** @param target how the statement names the object */
export const alterOwnerToSuperuser = (target: string, object: Owned): readonly Statement[] =>
  alterOwner(target, object, object.owner).map((one) => ({
    ...one,
    preflight: asksForSuperuser(object),
  }));
