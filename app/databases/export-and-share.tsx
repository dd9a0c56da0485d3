import { ExportMenu } from "@/components/share/export-menu";
import { mayDo } from "@/lib/access/authority";
import { load } from "../load";

interface ExportAndShareProps {
  readonly slug: string;
  /** `database`, or the id of a check, difference, plan or run. */
  readonly subject: string;
  /** True where there are statements. */
  readonly sql?: boolean;
}

/** The ways out of the app for a report, for who may take them. */
export async function ExportAndShare({ slug, subject, sql = false }: ExportAndShareProps) {
  const mayShare = await load(async (context) => mayDo(context.actor, "share", slug));
  return <ExportMenu slug={slug} subject={subject} sql={sql} mayShare={mayShare} />;
}
