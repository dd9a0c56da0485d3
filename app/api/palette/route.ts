import { answerRoute } from "@/lib/operations/answer-route";
import { type FoundPlace, searchPalette } from "@/lib/operations/search-palette";
import { visible } from "@/lib/postgres/identity";

export const dynamic = "force-dynamic";

/** What the command palette finds for `?q=`: databases and differences. */
export function GET(request: Request): Promise<Response> {
  const text = (new URL(request.url).searchParams.get("q") ?? "").slice(0, 200);
  return answerRoute(async (context) => {
    const found = await searchPalette(context, text);
    const groups = [
      { label: "Databases", items: found.databases.map(shown) },
      { label: "Differences", items: found.differences.map(shown) },
    ];
    return Response.json({ groups: groups.filter((group) => group.items.length > 0) });
  });
}

// The palette looks through what it is given once more, so the id it was found by must be among its words.
const shown = (place: FoundPlace): FoundPlace => ({
  ...place,
  label: visible(place.label),
  detail: visible(place.detail),
});
