import { AddDatabaseForm } from "@/components/databases/add-database-form";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { readConnectionRules } from "@/lib/operations/read-connection-rules";
import { load } from "../../load";
import { addDatabase, testConnection } from "../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Add database" };

export default async function NewDatabasePage() {
  const { networks, sourceRoots } = await load(readConnectionRules);
  return (
    <Page width="narrow" crumbs={[{ label: "Databases", href: "/databases" }, { label: "Add database" }]}>
      <PageHeading
        title="Add database"
        description="Nothing is saved before the connection and the source have been looked at."
      />
      <AddDatabaseForm
        action={addDatabase}
        testAction={testConnection}
        sourceRoots={sourceRoots}
        networks={networks}
        cancelHref="/databases"
      />
    </Page>
  );
}
