import type { ReactNode } from "react";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ShownWindowState } from "./window-state-chip";

interface WindowControlsProps {
  /** `W-4`. */
  readonly id: string;
  /** The occurrence that is shown, ISO 8601; null when nothing will come. */
  readonly scheduledAt: string | null;
  readonly state: ShownWindowState | null;
  readonly goRequired: boolean;
  readonly saidGo: boolean;
  readonly mayOpenEarly: boolean;
  readonly cancelled: boolean;
  readonly actions: {
    readonly decide: FormAction;
    readonly extend: FormAction;
    readonly close: FormAction;
    readonly openEarly: FormAction;
    readonly cancel: FormAction;
  };
}

/** What can be done with a window as it is now. */
export function WindowControls(props: WindowControlsProps) {
  const { id, scheduledAt, state, goRequired, saidGo, mayOpenEarly, cancelled, actions } = props;
  const open = state === "open" || state === "extended";
  const fields = { id, scheduledAt: scheduledAt ?? "" };
  return (
    <>
      {scheduledAt !== null && goRequired && !saidGo && !open && (
        <ActionButton
          action={actions.decide}
          fields={{ ...fields, go: "yes" }}
          pendingText="Saying go…"
          look="primary"
        >
          Say go
        </ActionButton>
      )}
      {scheduledAt !== null && !open && (
        <ActionButton action={actions.decide} fields={{ ...fields, go: "no" }} pendingText="Saying no-go…">
          Say no-go
        </ActionButton>
      )}
      {open && (
        <>
          <ActionButton action={actions.extend} fields={fields} pendingText="Extending…">
            Extend 15 min
          </ActionButton>
          <Confirmed
            label="Close now…"
            title="Close the window now?"
            sentence="No run may start any more. One that is running is stopped, and what it has not committed is rolled back."
          >
            <ActionButton action={actions.close} fields={fields} pendingText="Closing…" look="danger">
              Close now
            </ActionButton>
          </Confirmed>
        </>
      )}
      {mayOpenEarly && (
        <Confirmed
          label="Open early…"
          title="Open the window now?"
          sentence="Runs are allowed from now on, and go is said in your name. Its end stays where it is."
        >
          <ActionButton action={actions.openEarly} fields={fields} pendingText="Opening…" look="primary">
            Open now
          </ActionButton>
        </Confirmed>
      )}
      {!cancelled && (
        <Confirmed
          label="Cancel window…"
          title="Cancel the window for good?"
          sentence="None of its occurrences opens any more; one that is open ends at once. Plans that wait for it need another window."
        >
          <ActionButton action={actions.cancel} fields={{ id }} pendingText="Cancelling…" look="danger">
            Cancel window
          </ActionButton>
        </Confirmed>
      )}
    </>
  );
}

interface ConfirmedProps {
  readonly label: string;
  readonly title: string;
  readonly sentence: string;
  readonly children: ReactNode;
}

function Confirmed({ label, title, sentence, children }: ConfirmedProps) {
  return (
    <Dialog title={title} description={sentence} trigger={<Button>{label}</Button>}>
      <div className="flex flex-wrap items-center gap-2 pt-1">
        {children}
        <DialogClose render={<Button look="quiet">Back</Button>} />
      </div>
    </Dialog>
  );
}
