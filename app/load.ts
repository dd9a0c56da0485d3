import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { pathHeader, signInAddress } from "@/lib/access/public-path";
import type { Context } from "@/lib/operations/context";
import { requestContext } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import { AppError } from "@/lib/postgres/app-error";

/** What is not there, or is not there for this person. */
const isAbsent = (code: string): boolean => code.startsWith("no-such-");

/** A check keeps the catalogs it read, in the form of the version of Plumbline that made it. */
const isOldSnapshot = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === "snapshot-unreadable";

/**
 * Reads for a page, for who is signed in; anybody else is sent to sign in. What does not exist, or may not be seen,
 * becomes the page that says so.
 * Of an error only its digest reaches the browser, so what the error page has words for is told by that.
 */
export async function load<T>(read: (context: Context) => Promise<T>): Promise<T> {
  try {
    return await read(await requestContext());
  } catch (error) {
    if (error instanceof AppError && error.code === "not-signed-in") {
      redirect(signInAddress((await headers()).get(pathHeader)));
    }
    if (error instanceof AppError && error.code === "not-allowed") forbidden();
    if (error instanceof AppError && isAbsent(error.code)) notFound();
    const failure = storeFailure(error) ?? (isOldSnapshot(error) ? error : null);
    throw failure === null ? error : Object.assign(failure, { digest: failure.code });
  }
}
