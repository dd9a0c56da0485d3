import { cache } from "react";
import { listRehearsals } from "@/lib/operations/list-rehearsals";
import { listRuns } from "@/lib/operations/list-runs";
import { readRun } from "@/lib/operations/read-run";
import { readRunSheet } from "@/lib/operations/read-run-sheet";
import { readVerification } from "@/lib/operations/read-verification";
import { load } from "../load";

// A page and its title are made by two functions of one request; each of these reads once for both.

/** A run with its events so far. */
export const loadRun = cache((id: string) => load((context) => readRun(context, id)));

/** What proves a run that has ended. */
export const loadVerification = cache((id: string) => load((context) => readVerification(context, id)));

/** Every run of every database that may be read. */
export const loadRuns = cache(() => load((context) => listRuns(context)));

/** The pre-flight sheet of a plan. */
export const loadRunSheet = cache((planId: string) => load((context) => readRunSheet(context, planId)));

/** The rehearsals of a plan, and whether another one may be made. */
export const loadRehearsals = cache((planId: string) => load((context) => listRehearsals(context, planId)));
