import type { Metadata } from "next";
import { CredentialsForm } from "@/components/databases/credentials-form";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { readCredentials } from "@/lib/operations/change-credentials";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../../load";
import { changeCredentials } from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Change credentials" };

export default async function CredentialsPage({
  params,
}: {
  readonly params: Promise<{ readonly slug: string }>;
}) {
  const { slug } = await params;
  const { name, environment, connection, applying } = await load((context) => readCredentials(context, slug));
  const path = `/databases/${slug}`;
  return (
    <Page
      width="narrow"
      production={environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: name, href: path },
        { label: "Settings", href: `${path}/settings` },
        { label: "Credentials" },
      ]}
    >
      <PageHeading
        title="Change credentials"
        description="What is saved is encrypted and never shown again. Changing it asks for your password."
      />
      <CredentialsForm
        action={changeCredentials}
        slug={slug}
        user={visible(connection.user)}
        applying={applying}
      />
    </Page>
  );
}
