import { GitCompareArrows } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { visible } from "@/lib/postgres/identity";

interface NotComparedProps {
  /** Why the last check failed; null when none has ended. */
  readonly error: {
    readonly message: string;
    readonly hint?: string;
    readonly details: readonly string[];
  } | null;
  readonly checking: boolean;
}

/** A database that no check could compare yet. */
export function NotCompared({ error, checking }: NotComparedProps) {
  if (error !== null && !checking) {
    return (
      <ErrorState
        title={`Unknown: the last check failed. ${visible(error.message)}`}
        {...(error.hint === undefined ? {} : { hint: visible(error.hint) })}
        details={error.details.map(linesVisible)}
      />
    );
  }
  return (
    <EmptyState
      icon={<GitCompareArrows />}
      title={checking ? "The first check is running." : "Never checked."}
      description={
        checking
          ? "What it finds appears here by itself."
          : "Nothing is known of this database yet. Check it to see whether it is what its source declares."
      }
    />
  );
}

const linesVisible = (text: string): string => text.split("\n").map(visible).join("\n");
