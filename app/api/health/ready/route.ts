import { readReadiness } from "@/lib/operations/read-readiness";
import { readSignedIn } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import { storeFromEnvironment } from "@/lib/store/client";

export const dynamic = "force-dynamic";

/**
 * 200 when the store answers at this build's schema and a worker lives; 503 otherwise. What is wrong is told to who is
 * signed in.
 */
export async function GET(): Promise<Response> {
  const checks = await readReadiness({ store: storeFromEnvironment() });
  const ready = checks.every((check) => check.ok);
  const status = ready ? "ok" : "not ready";
  return Response.json((await isSignedIn()) ? { status, checks } : { status }, {
    status: ready ? 200 : 503,
    headers: { "Cache-Control": "no-store" },
  });
}

/** Without a store nobody is. */
async function isSignedIn(): Promise<boolean> {
  try {
    return (await readSignedIn()) !== null;
  } catch (error) {
    if (storeFailure(error) === null) throw error;
    return false;
  }
}
