import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Banner } from "@/components/ui/banner";

interface DemoBannerProps {
  readonly removeAction?: FormAction;
  readonly reseedAction?: FormAction;
}

/** Says that what is shown is the demo, how to be rid of it and how to have it as it was. */
export function DemoBanner({ removeAction, reseedAction }: DemoBannerProps) {
  return (
    <Banner
      tone="low"
      actions={
        <>
          {reseedAction !== undefined && (
            <ActionButton action={reseedAction} size="small" pendingText="Making it anew…">
              Make it anew
            </ActionButton>
          )}
          {removeAction !== undefined && (
            <ActionButton action={removeAction} size="small" pendingText="Removing…">
              Remove the demo
            </ActionButton>
          )}
        </>
      }
    >
      You are viewing a demo database. Its drift is made up; the check is real.
    </Banner>
  );
}
