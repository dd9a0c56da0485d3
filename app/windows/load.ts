import { cache } from "react";
import { listWindows } from "@/lib/operations/list-windows";
import { readWindow } from "@/lib/operations/read-window";
import { load } from "../load";

/** Every window of databases that may be read. */
export const loadWindows = cache(() => load(listWindows));

/** One window, once for its page and its title. */
export const loadWindow = cache((id: string) => load((context) => readWindow(context, id)));
