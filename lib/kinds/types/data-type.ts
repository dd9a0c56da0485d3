/** What enums, domains, base, composite and range types have in common. */
import { qualify } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";

/** `TYPE public.mood`, as CREATE, ALTER, DROP, COMMENT and GRANT name it; a domain is called DOMAIN in most of them. */
export const typeTarget = (type: Identity): string => `TYPE ${qualify(type.schema, type.name)}`;

/** Types are usable by everyone from the start. */
export const everyoneUses = { PUBLIC: ["USAGE"] };
