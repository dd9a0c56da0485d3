interface CheckboxFieldProps {
  readonly name: string;
  /** Whether it is ticked at first. */
  readonly checked: boolean;
  readonly label: string;
  /** What ticking it means. */
  readonly hint: string;
}

/** A box to tick, with what that means below its label. */
export function CheckboxField({ name, checked, label, hint }: CheckboxFieldProps) {
  return (
    <label className="flex items-start gap-3 text-sm">
      <input type="checkbox" name={name} defaultChecked={checked} className="mt-0.5 size-4 shrink-0" />
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-muted text-xs">{hint}</span>
      </span>
    </label>
  );
}
