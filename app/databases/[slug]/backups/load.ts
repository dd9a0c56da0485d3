import { cache } from "react";
import { listBackups } from "@/lib/operations/list-backups";
import { load } from "../../../load";

/** The backups of a database, once for the page and its title. */
export const loadBackups = cache((slug: string) => load((context) => listBackups(context, slug)));
