import { type Identity, visible } from "@/lib/postgres/identity";

interface ObjectNameProps {
  readonly object: Identity;
  /** Leaves out the schema where every name around has the same one. */
  readonly withoutSchema?: boolean;
}

/** The name of an object: its own name stands out from the path to it. Hostile characters are written as escapes. */
export function ObjectName({ object, withoutSchema }: ObjectNameProps) {
  const path = [withoutSchema ? undefined : object.schema, object.table].filter((part) => part !== undefined);
  return (
    <bdi className="name">
      {path.length > 0 && (
        <>
          <span className="font-normal text-faint">{visible(`${path.join(".")}.`)}</span>
          {/* A line that is too short for both breaks here before it breaks a name. */}
          <wbr />
        </>
      )}
      <span className="font-semibold">{visible(object.name)}</span>
      {object.arguments !== undefined && <span className="text-faint">({visible(object.arguments)})</span>}
    </bdi>
  );
}
