import { severities } from "@/lib/kinds/severity";
import { severityFaces } from "./severity-mark";

/** The shapes of the severities, once for a list of thousands: each row draws its own by `href="#severity-high"`. */
export function SeveritySprite() {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {severities.map((severity) => {
        const Icon = severityFaces[severity].icon;
        return (
          <symbol key={severity} id={`severity-${severity}`} viewBox="0 0 24 24">
            <Icon size={24} />
          </symbol>
        );
      })}
    </svg>
  );
}
