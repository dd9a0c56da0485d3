import { CodeXml, Handshake, Wrench } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { visible } from "@/lib/postgres/identity";
import { type DecisionType, decisionText, type ShownDecision } from "./decision";

const icons: { readonly [T in DecisionType]: typeof Wrench } = {
  "fix database": Wrench,
  "change code": CodeXml,
  accept: Handshake,
};

/** What was decided on a difference, beside its name. */
export function DecisionChip({ decision }: { readonly decision: ShownDecision }) {
  const Icon = icons[decision.type];
  return (
    <Chip
      icon={<Icon aria-hidden />}
      title={visible(`${decision.by}${decision.reason === "" ? "" : `: ${decision.reason}`}`)}
    >
      {decisionText(decision)}
    </Chip>
  );
}
