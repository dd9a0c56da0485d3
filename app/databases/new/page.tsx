import { AddDatabaseForm } from "@/components/databases/add-database-form";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { sourceRoots } from "@/lib/operations/read-source-path";
import { addDatabase, testConnection } from "../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Add database" };

export default function NewDatabasePage() {
  return (
    <Page width="narrow" crumbs={[{ label: "Databases", href: "/databases" }, { label: "Add database" }]}>
      <PageHeading
        title="Add database"
        description="Nothing is saved before the connection and the source have been looked at."
      />
      <AddDatabaseForm
        action={addDatabase}
        testAction={testConnection}
        sourceRoots={sourceRoots()}
        cancelHref="/databases"
      />
    </Page>
  );
}
