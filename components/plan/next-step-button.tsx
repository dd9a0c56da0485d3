"use client";

import { useState } from "react";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Button, LinkButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { BlockerList, type ShownBlocker } from "./blocker-list";

interface NextStepButtonProps {
  /** `Request approval`. */
  readonly label: string;
  /** `Not ready to request approval`. */
  readonly notReady: string;
  readonly blockers: readonly ShownBlocker[];
  /** Where it leads, or what it does: exactly one of them. */
  readonly href?: string;
  readonly action?: FormAction;
  readonly fields?: { readonly [name: string]: string };
  readonly pendingText?: string;
}

/**
 * The plan's one primary button. It is never dead: with something in its way it lists all of it (screens.md P2), and the
 * list goes away with the last of it.
 */
export function NextStepButton(props: NextStepButtonProps) {
  const { label, notReady, blockers, href, action, fields = {}, pendingText = "Asking…" } = props;
  const [open, setOpen] = useState(false);
  if (blockers.length > 0) {
    return (
      <>
        <Button look="primary" onClick={() => setOpen(true)}>
          {label}
        </Button>
        <Dialog title={notReady} open={open} onOpenChange={setOpen}>
          <BlockerList blockers={blockers} onFollow={() => setOpen(false)} />
        </Dialog>
      </>
    );
  }
  if (href !== undefined) {
    return (
      <LinkButton href={href} look="primary">
        {label}
      </LinkButton>
    );
  }
  return action === undefined ? null : (
    <ActionButton action={action} fields={fields} look="primary" pendingText={pendingText}>
      {label}
    </ActionButton>
  );
}
