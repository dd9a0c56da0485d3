"use client";

import { ClipboardPaste, Database, FolderOpen, Upload } from "lucide-react";
import { useState } from "react";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { visible } from "@/lib/postgres/identity";
import { type SourceWay, sourceWays } from "./add-database-state";

interface SourceFieldsProps {
  readonly errors: { readonly [field: string]: string };
  readonly roots: readonly string[];
}

const cards = [
  {
    value: "paste",
    label: "Paste",
    description: "SQL, a schema.prisma or a snapshot as text.",
    icon: <ClipboardPaste aria-hidden />,
  },
  {
    value: "upload",
    label: "Upload",
    description: "One file, or an archive of a migrations folder.",
    icon: <Upload aria-hidden />,
  },
  {
    value: "path",
    label: "Path",
    description: "A file or folder on the machine that runs Plumbline.",
    icon: <FolderOpen aria-hidden />,
  },
  {
    value: "database",
    label: "Another database",
    description: "One whose schema is right.",
    icon: <Database aria-hidden />,
  },
];

/** Where the expected schema comes from. Only the controls of the chosen way are sent. */
export function SourceFields({ errors, roots }: SourceFieldsProps) {
  const [way, setWay] = useState<SourceWay>("paste");
  return (
    <div className="grid gap-4">
      <RadioCards
        legend="The source is given by"
        name="sourceType"
        cards={cards}
        value={way}
        onValueChange={(value) => setWay(sourceWays.find((candidate) => candidate === value) ?? "paste")}
      />
      {way === "paste" && (
        <Field label="Text of the source" error={errors.sourceText}>
          {(control) => (
            <Textarea
              {...control}
              name="sourceText"
              rows={10}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-xs"
              placeholder={"CREATE TABLE users (\n  id varchar(36) PRIMARY KEY\n);"}
            />
          )}
        </Field>
      )}
      {way === "upload" && (
        <Field
          label="File"
          error={errors.sourceFile}
          hint=".sql, .prisma or .json, or a .zip, .tar or .tar.gz of a folder."
        >
          {(control) => (
            <input
              {...control}
              type="file"
              name="sourceFile"
              accept=".sql,.prisma,.json,.zip,.tar,.gz,.tgz"
              className="field flex items-center py-1 pl-1 text-sm file:mr-3 file:h-6.5 file:rounded file:border-0 file:bg-inset file:px-2.5 file:font-medium file:text-ink file:text-sm"
            />
          )}
        </Field>
      )}
      {way === "path" && (
        <Field
          label="Path"
          error={errors.sourcePath}
          hint={
            roots.length === 0 ? (
              "Paths are switched off on this server."
            ) : (
              <>
                Below{" "}
                {roots.map((root, position) => (
                  <span key={root}>
                    {position > 0 && " or "}
                    <bdi className="name">{visible(root)}</bdi>
                  </span>
                ))}
                .
              </>
            )
          }
        >
          {(control) => (
            <Input
              {...control}
              name="sourcePath"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-sm"
              placeholder="api/migrations"
            />
          )}
        </Field>
      )}
      {way === "database" ? (
        <Field
          label="Connection URL of that database"
          error={errors.sourceUrl}
          hint="It is read at every check. Its password is kept encrypted."
        >
          {(control) => (
            <Input
              {...control}
              name="sourceUrl"
              type="password"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-sm"
              placeholder="postgresql://user:password@host:5432/database"
            />
          )}
        </Field>
      ) : (
        <Field label="Kind of source" error={errors.sourceFormat} className="sm:max-w-72">
          {(control) => (
            <Select {...control} name="sourceFormat" defaultValue="">
              <option value="">Recognised by its content</option>
              <option value="sql">SQL files, run in the order of their names</option>
              <option value="prisma">A Prisma schema</option>
              <option value="alembic">An Alembic history</option>
              <option value="snapshot">A snapshot of Plumbline</option>
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
