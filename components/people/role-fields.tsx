import { Field, Select } from "@/components/ui/field";

export interface RoleOption {
  readonly slug: string;
  readonly name: string;
}

interface RoleFieldsProps {
  readonly databases: readonly RoleOption[];
  /** The role on every database that is chosen at first; null for none. */
  readonly overall: string | null;
  readonly databaseRoles: readonly { readonly slug: string; readonly role: string }[];
}

const roles = [
  ["viewer", "Viewer: reads and comments"],
  ["operator", "Operator: checks, plans, shares, runs approved plans"],
  ["approver", "Approver: also approves plans, manages windows, reads the audit log"],
  ["owner", "Owner: everything, people and tokens too"],
] as const;

/** A role on every database, and roles on single ones besides. The higher of both holds. */
export function RoleFields({ databases, overall, databaseRoles }: RoleFieldsProps) {
  return (
    <>
      <Field label="Role on every database">
        {(control) => (
          <Select {...control} name="role" defaultValue={overall ?? ""}>
            <option value="">None, only on the databases below</option>
            {roles.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {databases.length > 0 && (
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium text-sm">On single databases</legend>
          <div className="grid max-h-60 gap-3 overflow-y-auto">
            {databases.map(({ slug, name }) => (
              <Field key={slug} label={`Role on ${name}`}>
                {(control) => (
                  <Select
                    {...control}
                    name={`database:${slug}`}
                    defaultValue={databaseRoles.find((one) => one.slug === slug)?.role ?? ""}
                  >
                    <option value="">No other</option>
                    {/* Owning is about Plumbline as a whole. */}
                    {roles.slice(0, 3).map(([value]) => (
                      <option key={value} value={value}>
                        {value}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
