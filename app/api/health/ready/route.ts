import { readReadiness } from "@/lib/operations/read-readiness";
import { storeFromEnvironment } from "@/lib/store/client";

export const dynamic = "force-dynamic";

/** 200 when the store answers at this build's schema and a worker lives; 503 with what is wrong otherwise. */
export async function GET(): Promise<Response> {
  const checks = await readReadiness({ store: storeFromEnvironment() });
  const ready = checks.every((check) => check.ok);
  return Response.json(
    { status: ready ? "ok" : "not ready", checks },
    { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
