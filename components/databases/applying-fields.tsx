"use client";

import { useState } from "react";
import { Field, Input, Select } from "@/components/ui/field";

interface ApplyingFieldsProps {
  readonly errors: { readonly [field: string]: string };
  /** The role that applies now, where it is changed. */
  readonly present?: {
    readonly user: string;
    readonly password: "saved" | "environment" | "asked";
    readonly variable: string | null;
  } | null;
}

const sources = {
  asked: "Ask for it at each run",
  saved: "Save it, encrypted",
  environment: "Read it from an environment variable of the server",
} as const;

const kept = "Keep the saved one";

type From = keyof typeof sources | "kept";

const isFrom = (text: string): text is From => text in sources || text === "kept";

/** A role of its own for applying plans, so that the one that checks need not be able to change anything. */
export function ApplyingFields({ errors, present = null }: ApplyingFieldsProps) {
  const [user, setUser] = useState(present?.user ?? "");
  const keeps = present?.password === "saved";
  const [from, setFrom] = useState<From>(keeps ? "kept" : (present?.password ?? "asked"));
  return (
    <div className="grid gap-4">
      <Field
        label="Role for applying"
        optional
        error={errors.applyUser}
        hint="Without one, the role above applies plans as well. Checks never use this one."
      >
        {(control) => (
          <Input
            {...control}
            name="applyUser"
            value={user}
            onChange={(event) => setUser(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      {user.trim() !== "" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Its password" error={errors.applyFrom}>
            {(control) => (
              <Select
                {...control}
                name="applyFrom"
                value={from}
                onChange={({ target: { value } }) => {
                  if (isFrom(value)) setFrom(value);
                }}
              >
                {keeps && <option value="kept">{kept}</option>}
                {Object.entries(sources).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {from === "saved" && (
            <Field label="Password for applying" error={errors.applyPassword}>
              {(control) => <Input {...control} name="applyPassword" type="password" autoComplete="off" />}
            </Field>
          )}
          {from === "environment" && (
            <Field
              label="Environment variable"
              error={errors.applyVariable}
              hint="Its name begins with PLUMBLINE_APPLY_."
            >
              {(control) => (
                <Input
                  {...control}
                  name="applyVariable"
                  defaultValue={present?.variable ?? ""}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="PLUMBLINE_APPLY_ORDERS"
                />
              )}
            </Field>
          )}
        </div>
      )}
    </div>
  );
}
