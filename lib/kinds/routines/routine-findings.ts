import { quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import type { ObjectFinding } from "../finding";
import { grantedToPublic } from "../ownership/public-grant";
import { everyoneExecutes, type Routine, routineTarget } from "./routine";

/** What is amiss in a function or procedure: grants to everyone, and names that its caller can redirect. */
export function routineFindings(object: Routine): readonly ObjectFinding[] {
  return [
    ...grantedToPublic(object, routineTarget(object), everyoneExecutes),
    ...(followsCallersPath(object) ? [definer(object)] : []),
  ];
}

/** A body that was parsed when the routine was made (BEGIN ATOMIC) and one in C look no name up in the caller's path. */
const followsCallersPath = (object: Routine): boolean =>
  object.securityDefiner &&
  !object.standardBody &&
  object.library === null &&
  !(object.configuration ?? []).some((setting) => /^search_path=/i.test(setting));

const definer = (object: Routine): ObjectFinding => ({
  code: "definer-search-path",
  object: identityOf(object),
  state: "found",
  severity: "critical",
  says: "is SECURITY DEFINER and has no search_path of its own",
  why: "It looks names up in its caller's schemas and acts with its owner's rights: who may call it and make objects, temporary ones too, can have their own code run as the owner.",
  // Which schemas the body needs only its author knows; the wrong ones would break every call.
  statements: [],
  remedy: `Set it to the schemas that the body uses, pg_temp last: ALTER ${routineTarget(object)} SET search_path = ${quoteIdentifier(object.schema)}, pg_temp.`,
  attribute: "configuration",
});
