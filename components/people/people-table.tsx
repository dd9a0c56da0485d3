"use client";

import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { ActionState, FormAction } from "@/components/ui/action-state";
import { Button, buttonClasses } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { FieldsAction, FormState } from "./form-state";
import { type AddressState, type OneTime, OneTimeAddress } from "./one-time-address";
import { RoleFields, type RoleOption } from "./role-fields";
import { SmallForm } from "./small-form";

/** One person of the list. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string | null;
  readonly databaseRoles: readonly { readonly slug: string; readonly name: string; readonly role: string }[];
  readonly twoFactor: boolean;
  readonly disabled: boolean;
  /** True for who looks at the list. */
  readonly self: boolean;
}

interface PeopleTableProps {
  readonly people: readonly PersonRow[];
  readonly databases: readonly RoleOption[];
  readonly actions: {
    readonly changeRoles: FieldsAction;
    readonly disable: FieldsAction;
    readonly enable: FormAction;
    readonly endSessions: FormAction;
    readonly removeSecondFactor: FieldsAction;
    readonly newPassword: (state: AddressState, data: FormData) => Promise<AddressState>;
  };
}

/** Something that cannot be taken back with one click, asked about before it is done. */
interface Question {
  readonly person: PersonRow;
  readonly title: string;
  readonly effect: string;
  readonly submitLabel: string;
  readonly pendingLabel: string;
  readonly action: FieldsAction;
}

/** Who may sign in, with what they may do, and what an owner can change about it. */
export function PeopleTable({ people, databases, actions }: PeopleTableProps) {
  const [changing, setChanging] = useState<PersonRow | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [address, setAddress] = useState<OneTime | null>(null);
  const toast = useToast();
  /** What a dialog does with a good answer: it goes, and the answer is told. */
  const closing =
    (close: () => void) =>
    ({ ok, message }: FormState): void => {
      if (!ok) return;
      close();
      if (message !== undefined) toast.add({ title: message });
    };
  // Menus tell what is answered as a toast, and a dialog holds what has to be kept.
  const makeAddress: FormAction = async (_, data): Promise<ActionState> => {
    const state = await actions.newPassword({ ok: true }, data);
    if (state.address !== undefined) setAddress(state.address);
    return state;
  };
  const changeRoles: FormAction = async (state, data) => {
    setChanging(people.find(({ id }) => id === data.get("person")) ?? null);
    return state;
  };
  const ask =
    (asked: Question): FormAction =>
    async (state) => {
      setQuestion(asked);
      return state;
    };
  const askToDisable = (person: PersonRow): FormAction =>
    ask({
      person,
      title: `Disable ${person.name}?`,
      effect: `${person.name} is signed out everywhere and may not sign in any more. The tokens, invitations and share links that ${person.name} made end and do not come back, and approvals that ${person.name} gave count no more. You can enable ${person.name} again later.`,
      submitLabel: "Disable",
      pendingLabel: "Disabling…",
      action: actions.disable,
    });
  const askToRemoveFactor = (person: PersonRow): FormAction =>
    ask({
      person,
      title: `Remove the second factor of ${person.name}?`,
      effect: `${person.name} signs in with the password alone from then on, and is signed out everywhere. Make sure that it is ${person.name} who asks for it.`,
      submitLabel: "Remove second factor",
      pendingLabel: "Removing…",
      action: actions.removeSecondFactor,
    });
  const itemsFor = (person: PersonRow): readonly MenuItem[] => {
    const { id, disabled, self, twoFactor } = person;
    const fields = { person: id };
    return [
      { label: "Change roles…", action: changeRoles, fields },
      ...(disabled ? [] : [{ label: "Address for a new password", action: makeAddress, fields }]),
      ...(disabled ? [] : [{ label: "End all sessions", action: actions.endSessions, fields }]),
      ...(self || !twoFactor
        ? []
        : [{ label: "Remove second factor…", action: askToRemoveFactor(person), fields }]),
      ...(self
        ? []
        : [
            disabled
              ? { label: "Enable", action: actions.enable, fields }
              : { label: "Disable…", action: askToDisable(person), fields },
          ]),
    ];
  };
  return (
    <>
      <Table stacks caption="People">
        <thead>
          <tr>
            <ColumnHeading>Person</ColumnHeading>
            <ColumnHeading>Role</ColumnHeading>
            <ColumnHeading>On single databases</ColumnHeading>
            <ColumnHeading>Second factor</ColumnHeading>
            <ColumnHeading>
              <span className="sr-only">Actions</span>
            </ColumnHeading>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <RowHeading className="[overflow-wrap:anywhere]">
                <span className="font-medium">{person.name}</span>
                {person.self && <span className="text-muted"> (you)</span>}
                {person.disabled && (
                  <>
                    {" "}
                    <Chip tone="unknown">Disabled</Chip>
                  </>
                )}
                <span className="block text-muted">{person.email}</span>
              </RowHeading>
              <Cell label="Role">{person.role ?? "none"}</Cell>
              <Cell label="On databases" className="[overflow-wrap:anywhere]">
                {person.databaseRoles.length === 0
                  ? "none"
                  : person.databaseRoles.map(({ name, role }) => `${name}: ${role}`).join(", ")}
              </Cell>
              <Cell label="Second factor">{person.twoFactor ? "on" : "off"}</Cell>
              <Cell className="text-right">
                <Menu
                  items={itemsFor(person)}
                  trigger={
                    <button
                      type="button"
                      aria-label={`Actions for ${person.name}`}
                      className={buttonClasses("quiet", "small")}
                    >
                      <MoreHorizontal aria-hidden />
                    </button>
                  }
                />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <Dialog
        title={`Roles of ${changing?.name ?? ""}`}
        description="They hold from the next click on."
        open={changing !== null}
        onOpenChange={(open) => {
          if (!open) setChanging(null);
        }}
      >
        {changing !== null && (
          <SmallForm
            action={actions.changeRoles}
            submitLabel="Save roles"
            pendingLabel="Saving…"
            hidden={{ person: changing.id }}
            onAnswer={closing(() => setChanging(null))}
          >
            {() => (
              <RoleFields
                databases={databases}
                overall={changing.role}
                databaseRoles={changing.databaseRoles}
              />
            )}
          </SmallForm>
        )}
      </Dialog>
      <Dialog
        title={question?.title ?? ""}
        description={question?.effect ?? ""}
        open={question !== null}
        onOpenChange={(open) => {
          if (!open) setQuestion(null);
        }}
      >
        {question !== null && (
          <SmallForm
            action={question.action}
            look="danger"
            submitLabel={question.submitLabel}
            pendingLabel={question.pendingLabel}
            hidden={{ person: question.person.id }}
            aside={<DialogClose render={<Button>Cancel</Button>} />}
            onAnswer={closing(() => setQuestion(null))}
          >
            {() => null}
          </SmallForm>
        )}
      </Dialog>
      <Dialog
        title="Address for a new password"
        open={address !== null}
        onOpenChange={(open) => {
          if (!open) setAddress(null);
        }}
      >
        {address !== null && (
          <div className="grid gap-4">
            <OneTimeAddress {...address} />
            <div>
              <DialogClose render={<Button look="primary">Done</Button>} />
            </div>
          </div>
        )}
      </Dialog>
    </>
  );
}
