"use client";

import { Page } from "@/components/frame/page";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  // In production Next replaces the message of a server error, so that nothing internal shows; the digest finds it in the log.
  const id = error.digest ?? "none";
  return (
    <Page crumbs={[{ label: "Error" }]} width="narrow">
      <ErrorState
        level={1}
        title="This page could not be shown."
        hint={`The cause stands in the server's log under error id ${id}.`}
        actions={
          <>
            <Button look="primary" onClick={reset}>
              Try again
            </Button>
            <LinkButton href="/databases">All databases</LinkButton>
            <CopyButton
              text={`Plumbline error ${id} at ${typeof location === "undefined" ? "" : location.pathname}`}
              label="Copy error id"
            />
          </>
        }
      />
    </Page>
  );
}
