"use client";

import { type ReactNode, useState } from "react";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast";
import type { FieldsAction, FormState } from "./form-state";
import { QrImage } from "./qr-image";
import { SmallForm } from "./small-form";

/** What is shown once when a second factor is set up. */
interface Offer {
  /** `otpauth://…` */
  readonly address: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

export interface FactorState extends FormState {
  readonly offer?: Offer;
}

interface SecondFactorCardProps {
  readonly on: boolean;
  readonly offer: (state: FactorState, data: FormData) => Promise<FactorState>;
  readonly confirm: FieldsAction;
  readonly remove: FieldsAction;
}

/** Turns the second factor on in two steps, or off. */
export function SecondFactorCard({ on, offer, confirm, remove }: SecondFactorCardProps) {
  const [offered, setOffered] = useState<Offer | null>(null);
  const toast = useToast();
  const tell = ({ ok, message }: FormState): void => {
    if (!ok) return;
    setOffered(null);
    if (message !== undefined) toast.add({ title: message });
  };
  return (
    <Card
      id="second-factor"
      title={
        <span className="flex flex-wrap items-center gap-2">
          Second factor <Chip tone={on ? "ok" : "neutral"}>{on ? "On" : "Off"}</Chip>
        </span>
      }
      description="A code of an app on your phone, asked for besides the password. Who signs in through a provider is asked for it before dangerous work."
    >
      {offered === null ? (
        <div className="max-w-sm">
          {on ? (
            <PasswordStep action={remove} label="Remove second factor" pending="Removing…" onAnswer={tell} />
          ) : (
            <PasswordStep
              action={offer}
              label="Set up second factor"
              pending="Preparing…"
              onAnswer={(state: FactorState) => setOffered(state.offer ?? null)}
            />
          )}
        </div>
      ) : (
        <ol className="grid list-decimal gap-5 pl-5">
          <li>
            <OfferedSecret offer={offered} />
          </li>
          <li>
            <BackupCodes codes={offered.backupCodes} />
          </li>
          <li className="max-w-sm">
            <SmallForm action={confirm} submitLabel="Turn on" pendingLabel="Looking…" onAnswer={tell}>
              {(errors) => <CodeField error={errors.code} />}
            </SmallForm>
          </li>
        </ol>
      )}
    </Card>
  );
}

interface PasswordStepProps<State extends FormState> {
  readonly action: (state: State, data: FormData) => Promise<State>;
  readonly label: string;
  readonly pending: string;
  readonly onAnswer: (state: State) => void;
}

function PasswordStep<State extends FormState>({
  action,
  label,
  pending,
  onAnswer,
}: PasswordStepProps<State>) {
  return (
    <SmallForm
      action={action}
      look="secondary"
      submitLabel={label}
      pendingLabel={pending}
      onAnswer={onAnswer}
    >
      {(errors) => (
        <Field label="Your password" error={errors.password}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" />
          )}
        </Field>
      )}
    </SmallForm>
  );
}

/** The field for six digits, which phones and password managers fill in. */
export function CodeField({
  error,
  hint,
}: {
  readonly error: string | undefined;
  readonly hint?: ReactNode;
}) {
  return (
    <Field label="Code" error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Input {...control} name="code" autoComplete="one-time-code" autoCapitalize="none" maxLength={40} />
      )}
    </Field>
  );
}

function OfferedSecret({ offer: { address, secret } }: { readonly offer: Offer }) {
  return (
    <div className="grid gap-2">
      <p>
        Scan this code with the app, open{" "}
        <a className="underline" href={address}>
          this address
        </a>{" "}
        on the phone, or enter the key by hand:
      </p>
      <QrImage text={address} label="QR code of the key below" />
      <p className="flex flex-wrap items-center gap-2">
        <code className="font-mono text-sm [overflow-wrap:anywhere]">
          {secret.replace(/(.{4})/g, "$1 ").trim()}
        </code>
        <CopyButton text={secret} label="Copy key" />
      </p>
    </div>
  );
}

function BackupCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div className="grid gap-2">
      <p>Keep these codes where you find them without the phone. Each signs in once.</p>
      <ul className="grid max-w-md grid-cols-2 gap-1 font-mono text-sm" aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <CopyButton text={codes.join("\n")} label="Copy codes" look="secondary" />
      </div>
    </div>
  );
}
