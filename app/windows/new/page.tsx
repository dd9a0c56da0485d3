import { forbidden } from "next/navigation";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { WindowForm } from "@/components/windows/window-form";
import { localTime } from "@/lib/access/local-time";
import { makeWindow } from "../actions";
import { loadWindows } from "../load";
import { stripZone } from "../window-rows";

export const dynamic = "force-dynamic";
export const metadata = { title: "New window" };

export default async function NewWindowPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly database?: string | string[] }>;
}) {
  const list = await loadWindows();
  const { database } = await searchParams;
  if (list.manageable.length === 0) forbidden();
  const timeZone = stripZone(list);
  const tomorrow = localTime(list.now.getTime() + 86_400_000, timeZone).slice(0, 10);
  return (
    <Page crumbs={[{ label: "Windows", href: "/windows" }, { label: "New window" }]} width="narrow">
      <PageHeading
        title="New window"
        description="A start that the clocks jump over or show twice is refused; overlaps with other windows are shown."
      />
      <WindowForm
        action={makeWindow}
        databases={list.manageable}
        chosen={typeof database === "string" ? database : null}
        timeZones={["UTC", ...Intl.supportedValuesOf("timeZone")]}
        timeZone={timeZone}
        date={tomorrow}
      />
    </Page>
  );
}
