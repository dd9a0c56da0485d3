import Form from "next/form";
import { Button, LinkButton } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import type { AuditView } from "./audit-view";

interface AuditFilterProps {
  readonly view: AuditView;
  /** What was wrong with a field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Finds entries by who, what, where, how it ended and when. The address holds all of it. */
export function AuditFilter({ view, errors }: AuditFilterProps) {
  const { filters } = view;
  const text = (name: "actor" | "action" | "database" | "object", label: string, placeholder: string) => (
    <Field label={label} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          name={name}
          key={filters[name]}
          defaultValue={filters[name]}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          {...(name === "actor" ? { "data-shortcut": "filter" } : {})}
        />
      )}
    </Field>
  );
  return (
    <search className="screen-only mb-4">
      <Form action="/audit" className="grid grid-cols-2 items-end gap-3 lg:grid-cols-4 xl:grid-cols-8">
        {text("actor", "Who", "Ana")}
        {text("action", "Action", "plan.*")}
        {text("database", "Database", "orders-prod")}
        {text("object", "Object", "P-12")}
        <Field label="Result" error={errors.result}>
          {(control) => (
            <Select {...control} name="result" key={filters.result} defaultValue={filters.result ?? ""}>
              <option value="">Any</option>
              <option value="done">Done</option>
              <option value="denied">Denied</option>
              <option value="failed">Failed</option>
            </Select>
          )}
        </Field>
        <Field label="From (UTC)" error={errors.from}>
          {(control) => (
            <Input {...control} type="date" name="from" key={filters.from} defaultValue={filters.from} />
          )}
        </Field>
        <Field label="To (UTC)" error={errors.to}>
          {(control) => (
            <Input {...control} type="date" name="to" key={filters.to} defaultValue={filters.to} />
          )}
        </Field>
        <div className="flex gap-2">
          <Button type="submit">Filter</Button>
          {Object.keys(filters).length > 0 && (
            <LinkButton href="/audit" look="quiet" data-shortcut="clear-filters">
              Clear filters
            </LinkButton>
          )}
        </div>
      </Form>
    </search>
  );
}
