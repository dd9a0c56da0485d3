"use client";

import { useState } from "react";
import { Field, Input, Select } from "@/components/ui/field";

interface ApplyingFieldsProps {
  readonly errors: { readonly [field: string]: string };
}

const sources = {
  asked: "Ask for it at each run",
  saved: "Save it, encrypted",
  environment: "Read it from an environment variable of the server",
} as const;

type From = keyof typeof sources;

const isFrom = (text: string): text is From => text in sources;

/** A role of its own for applying plans, so that the one that checks need not be able to change anything. */
export function ApplyingFields({ errors }: ApplyingFieldsProps) {
  const [user, setUser] = useState("");
  const [from, setFrom] = useState<From>("asked");
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
