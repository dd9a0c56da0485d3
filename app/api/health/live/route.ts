export const dynamic = "force-dynamic";

/** The process answers. Touches nothing else: a restart is the only cure for a failure here. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
