"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { AppError } from "@/lib/postgres/app-error";
import { connectionSettingsFromUrl, type TlsMode, tlsModes } from "@/lib/postgres/connection-settings";

interface ConnectionFieldsProps {
  readonly errors: { readonly [field: string]: string };
}

const tlsWords: { readonly [M in TlsMode]: string } = {
  prefer: "Prefer: encrypt where the server can",
  require: "Require: encrypt, do not verify the certificate",
  "verify-ca": "Verify CA: encrypt, the certificate must be signed by a trusted authority",
  "verify-full": "Verify full: encrypt, certificate and host name must be right",
  disable: "Disable: no encryption",
};

interface Connection {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsMode;
}

const blank: Connection = { host: "", port: "5432", database: "", user: "", password: "", tls: "prefer" };

/**
 * The connection, typed into fields or pasted as one URL.
 * A URL is taken apart in the browser at once: its box is emptied and has no name, so it is neither sent nor kept.
 */
export function ConnectionFields({ errors }: ConnectionFieldsProps) {
  const [connection, setConnection] = useState(blank);
  const [urlNote, setUrlNote] = useState<{ readonly error: boolean; readonly text: string } | null>(null);
  const [shown, setShown] = useState(false);
  const change = (part: Partial<Connection>): void => setConnection((before) => ({ ...before, ...part }));

  const takeApart = (box: HTMLInputElement): void => {
    const text = box.value.trim();
    if (text === "") return;
    try {
      const { host, port, database, user, password = "", tls } = connectionSettingsFromUrl(text);
      setConnection({ host, port: String(port), database, user, password, tls });
      box.value = "";
      setUrlNote({
        error: false,
        text: `Filled in below${password === "" ? "; the URL held no password" : ", the password too"}. The URL was not kept.`,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      setUrlNote({ error: true, text: `${error.message} ${error.hint ?? ""}`.trim() });
    }
  };

  return (
    <div className="grid gap-4">
      <Field
        label="Connection URL"
        optional
        error={urlNote?.error ? urlNote.text : undefined}
        hint={
          <span role="status">
            {urlNote !== null && !urlNote.error ? urlNote.text : "It is taken apart here, in the browser."}
          </span>
        }
      >
        {(control) => (
          <Input
            {...control}
            type={shown ? "text" : "password"}
            autoComplete="off"
            spellCheck={false}
            placeholder="postgresql://user:password@host:5432/database"
            className="font-mono text-sm"
            onPaste={(event) => {
              const box = event.currentTarget;
              setTimeout(() => takeApart(box));
            }}
            onBlur={(event) => takeApart(event.currentTarget)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              takeApart(event.currentTarget);
            }}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <Field label="Host" error={errors.host}>
          {(control) => (
            <Input
              {...control}
              name="host"
              value={connection.host}
              onChange={(event) => change({ host: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
        </Field>
        <Field label="Port" error={errors.port}>
          {(control) => (
            <Input
              {...control}
              name="port"
              value={connection.port}
              onChange={(event) => change({ port: event.target.value })}
              inputMode="numeric"
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Database" error={errors.database}>
          {(control) => (
            <Input
              {...control}
              name="database"
              value={connection.database}
              onChange={(event) => change({ database: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
        </Field>
        <Field label="User" error={errors.user}>
          {(control) => (
            <Input
              {...control}
              name="user"
              value={connection.user}
              onChange={(event) => change({ user: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              required
            />
          )}
        </Field>
        <Field label="Password" error={errors.password} optional>
          {(control) => (
            <span className="relative block">
              <Input
                {...control}
                name="password"
                type={shown ? "text" : "password"}
                value={connection.password}
                onChange={(event) => change({ password: event.target.value })}
                autoComplete="off"
                className="pr-9"
              />
              <button
                type="button"
                aria-label="Show the password"
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
                className="absolute top-1 right-1 flex size-7 items-center justify-center rounded text-muted hover:text-ink"
              >
                {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
              </button>
            </span>
          )}
        </Field>
      </div>
      <Field label="Encryption (TLS)" error={errors.tls}>
        {(control) => (
          <Select
            {...control}
            name="tls"
            value={connection.tls}
            onChange={(event) => {
              const tls = tlsModes.find((mode) => mode === event.target.value);
              if (tls !== undefined) change({ tls });
            }}
          >
            {Object.entries(tlsWords).map(([mode, words]) => (
              <option key={mode} value={mode}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {connection.tls.startsWith("verify") && (
        <Field
          label="Certificate authority"
          optional
          error={errors.certificateAuthority}
          hint="PEM text, or the file that holds it. Without it, the authorities this machine trusts are used."
        >
          {(control) => (
            <div className="grid gap-2">
              <Textarea
                {...control}
                name="certificateAuthority"
                rows={4}
                spellCheck={false}
                className="font-mono text-xs"
                placeholder="-----BEGIN CERTIFICATE-----"
              />
              <input
                type="file"
                name="certificateFile"
                accept=".pem,.crt,.cer"
                aria-label="File of the certificate authority"
                className="field h-auto py-1.5 text-sm"
              />
            </div>
          )}
        </Field>
      )}
    </div>
  );
}
