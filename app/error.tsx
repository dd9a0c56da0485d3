"use client";

import { unstable_isUnrecognizedActionError as isOfAnEarlierBuild, usePathname } from "next/navigation";
import { Page } from "@/components/frame/page";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  /** Fetches the page again and shows it. */
  readonly retry: () => void;
}

export default function ErrorPage(properties: ErrorPageProps) {
  return isOfAnEarlierBuild(properties.error) ? <EarlierBuild /> : <FailedPage {...properties} />;
}

function FailedPage({ error, retry }: ErrorPageProps) {
  const pathname = usePathname();
  // In production Next replaces the message of a server error, so that nothing internal shows; the digest finds it in
  // the log. The causes that there are words for, load.ts tells by it.
  const id = error.digest ?? "none";
  const storeAway = id.startsWith("store-unreachable");
  const oldSnapshot = id.startsWith("snapshot-unreadable");
  return (
    <Page crumbs={[{ label: storeAway ? "Not loaded" : "Error" }]} width="narrow">
      <ErrorState
        level={1}
        title={
          storeAway
            ? `Could not load ${whatIsAt(pathname)}: the app database did not answer.`
            : oldSnapshot
              ? `Could not load ${whatIsAt(pathname)}: another version of Plumbline saved what its check read.`
              : "This page could not be shown."
        }
        hint={
          storeAway
            ? "Plumbline keeps its own data there. See that its Postgres runs and that DATABASE_URL is right, then try again."
            : oldSnapshot
              ? "Check the database again; then this version has read it itself."
              : `The cause stands in the server's log under error id ${id}.`
        }
        actions={
          <>
            <Button look="primary" onClick={retry}>
              {storeAway ? "Retry" : "Try again"}
            </Button>
            {!storeAway && <LinkButton href="/databases">All databases</LinkButton>}
            <CopyButton text={`Plumbline error ${id} at ${pathname}`} label="Copy error id" />
          </>
        }
      />
    </Page>
  );
}

/** The page was loaded before Plumbline was updated, and the new one knows its buttons no more. */
const EarlierBuild = () => (
  <Page crumbs={[{ label: "Updated" }]} width="narrow">
    <ErrorState
      level={1}
      title="Plumbline was updated since this page was loaded."
      hint="What you pressed did nothing. Load the page again, look at what it shows now, and press it there."
      actions={
        <Button look="primary" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      }
    />
  </Page>
);

function whatIsAt(pathname: string): string {
  const [, place, slug, part] = pathname.split("/");
  if (place !== "databases") return "this page";
  if (slug === undefined) return "databases";
  return part === "d" ? "this difference" : part === "checks" ? "this check" : "this database";
}
