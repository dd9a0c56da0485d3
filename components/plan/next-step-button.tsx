"use client";

import { useState } from "react";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Button, LinkButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** One thing that stands in the way. */
export interface ShownBlocker {
  readonly code: string;
  readonly sentence: string;
  readonly whose: "yours" | "clears";
}

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
          <BlockerList title="Yours" blockers={blockers.filter(({ whose }) => whose === "yours")} />
          <BlockerList
            title="Clears on its own"
            blockers={blockers.filter(({ whose }) => whose === "clears")}
          />
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

/** What stands in the way, of one sort. */
function BlockerList({
  title,
  blockers,
}: {
  readonly title: string;
  readonly blockers: readonly ShownBlocker[];
}) {
  if (blockers.length === 0) return null;
  return (
    <section aria-label={title} className="mt-2">
      <h3 className="font-medium text-sm">{title}</h3>
      <ul className="mt-1 grid list-disc gap-1 pl-5 text-sm">
        {blockers.map(({ code, sentence }) => (
          <li key={code} className="[overflow-wrap:anywhere]">
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}
