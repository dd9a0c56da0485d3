"use client";

import { type KeyboardEvent, useActionState, useEffect, useId, useRef, useState } from "react";
import { type ActionState, type FormAction, idle } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

interface CommentFormProps {
  readonly slug: string;
  readonly subject: { readonly kind: "difference" | "plan" | "run"; readonly id: string };
  readonly people: readonly string[];
  readonly action: FormAction;
  /** True below other entries. */
  readonly separated: boolean;
}

const most = 6;

/**
 * Writes a comment. `@` completes the names of people; what is not sent yet is kept in this browser, so that neither a
 * reload nor a lost session takes it away.
 */
export function CommentForm({ slug, subject, people, action, separated }: CommentFormProps) {
  const id = useId();
  const draftKey = `plumbline draft ${slug} ${subject.id}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [state, submit, pending] = useActionState(async (before: ActionState, data: FormData) => {
    const answer = await action(before, data);
    if (answer.ok) {
      localStorage.removeItem(draftKey);
      setText("");
    }
    return answer;
  }, idle);

  useEffect(() => setText((typed) => typed || (localStorage.getItem(draftKey) ?? "")), [draftKey]);

  const change = (value: string, at: number): void => {
    setText(value);
    setCaret(at);
    setChosen(0);
    if (value === "") localStorage.removeItem(draftKey);
    else localStorage.setItem(draftKey, value);
  };

  const word = mentionBefore(text, caret);
  const matches =
    word === null ? [] : people.filter((name) => name.toLowerCase().startsWith(word)).slice(0, most);

  const complete = (name: string): void => {
    if (word === null) return;
    const start = caret - word.length;
    const rest = text.slice(caret);
    const value = `${text.slice(0, start)}${name}${rest.startsWith(" ") ? "" : " "}${rest}`;
    change(value, start + name.length + 1);
    field.current?.focus();
    requestAnimationFrame(() =>
      field.current?.setSelectionRange(start + name.length + 1, start + name.length + 1),
    );
  };

  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
      return;
    }
    const name = matches[chosen];
    if (name === undefined) return;
    if (event.key === "ArrowDown") setChosen((chosen + 1) % matches.length);
    else if (event.key === "ArrowUp") setChosen((chosen + matches.length - 1) % matches.length);
    else if (event.key === "Enter" || event.key === "Tab") complete(name);
    else if (event.key === "Escape") setCaret(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <form
      action={submit}
      className={`screen-only relative grid gap-2 ${separated ? "mt-4 border-t pt-4" : ""}`}
    >
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="kind" value={subject.kind} />
      <input type="hidden" name="id" value={subject.id} />
      <label htmlFor={id} className="font-medium text-sm">
        Comment
      </label>
      <textarea
        ref={field}
        id={id}
        name="body"
        rows={2}
        required
        maxLength={4_000}
        placeholder="Plain text. @ speaks to somebody."
        className="field py-2 leading-5"
        aria-controls={`${id}-people`}
        aria-autocomplete="list"
        {...(matches.length > 0 ? { "aria-activedescendant": `${id}-${chosen}` } : {})}
        value={text}
        onChange={({ target }) => change(target.value, target.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={press}
      />
      <div
        id={`${id}-people`}
        role="listbox"
        aria-label="People"
        hidden={matches.length === 0}
        className="absolute top-full z-20 -mt-9 min-w-44 rounded-lg bg-raised p-1 shadow-float"
      >
        {matches.map((name, position) => (
          // The field keeps the focus: keys are its own, a pointer only chooses.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a combobox act on its field
          // biome-ignore lint/a11y/useFocusableInteractive: options are pointed at by aria-activedescendant
          <div
            key={name}
            id={`${id}-${position}`}
            role="option"
            aria-selected={position === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => complete(name)}
            className="min-h-7 rounded-md px-2 py-1 text-sm aria-selected:bg-hover"
          >
            {name}
          </div>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Sending…" : "Comment"}
        </Button>
        <p aria-live="polite" className="min-w-0 text-critical text-sm">
          {!state.ok && [state.fields?.body ?? state.message, state.hint].filter(Boolean).join(" ")}
        </p>
      </div>
    </form>
  );
}

/** What was typed of a name behind the `@` before the caret, in lower case; null where no name is being typed. */
function mentionBefore(text: string, caret: number): string | null {
  const match = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}_.'-]*(?: [\p{L}\p{N}_.'-]*)?)$/u.exec(
    text.slice(0, caret),
  );
  return match?.[1]?.toLowerCase() ?? null;
}
