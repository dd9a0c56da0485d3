import { LoaderCircle } from "lucide-react";

/** Something is going on; the words beside it say what. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin-slow text-muted" />;
}
