import { SettingsPage } from "@/components/people/settings-page";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { readAbout } from "@/lib/operations/read-about";
import { readSignedIn } from "@/lib/operations/request-context";
import { load } from "../../load";

export const dynamic = "force-dynamic";
export const metadata = { title: "About" };

export default async function AboutPage() {
  const { version, node, checks } = await load(readAbout);
  const owner = (await readSignedIn())?.person.role === "owner";
  return (
    <SettingsPage current="/settings/about" title="About" owner={owner}>
      <Card id="versions" title="Versions">
        <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5 text-sm">
          <dt className="text-muted">Plumbline</dt>
          <dd>{version}</dd>
          <dt className="text-muted">Node</dt>
          <dd>{node}</dd>
        </dl>
      </Card>
      <Card id="parts" title="Our own parts" description="What watches drift must not be drifted itself.">
        <ul className="grid gap-2 text-sm">
          {checks.map((check) => (
            <li key={check.name} className="flex flex-wrap items-baseline gap-2">
              <Chip tone={check.ok ? "ok" : "critical"}>{check.ok ? "In order" : "Not in order"}</Chip>
              <span className="font-medium">{check.name}</span>
              <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{check.message}</span>
            </li>
          ))}
        </ul>
      </Card>
    </SettingsPage>
  );
}
