import type { Metadata } from "next";
import { CodeFiles } from "@/components/drift/code-files";
import { countOf } from "@/components/drift/counting";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { changeCodeOfChoice } from "@/lib/operations/change-code-of-choice";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../../load";
import { loadDatabase } from "../../load";
import { choiceParameter, readChoice } from "./choice";

export const dynamic = "force-dynamic";

interface CodePageProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<{ readonly d?: string | string[] }>;
}

export async function generateMetadata({ params }: CodePageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Change the code · ${visible(database.name)}` };
}

/** One change of the code for the chosen differences. */
export default async function CodePage({ params, searchParams }: CodePageProps) {
  const { slug } = await params;
  const chosen = readChoice((await searchParams).d);
  const {
    database,
    check,
    chosen: count,
    files,
    left,
  } = await load((context) => changeCodeOfChoice(context, slug, chosen));
  return (
    <Page
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: `/databases/${slug}` },
        { label: "Change the code" },
      ]}
    >
      <PageHeading
        title="Change the code"
        description={`For ${countOf(count, "difference")} of ${check.id}, in one change that builds in this order.`}
      />
      <CodeFiles
        files={files}
        left={left}
        download={`/databases/${slug}/code/download?d=${choiceParameter(chosen)}`}
      />
    </Page>
  );
}
