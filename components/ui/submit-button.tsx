import { Button, type ButtonLook, type ButtonSize } from "./button";
import { Spinner } from "./spinner";

interface SubmitButtonProps {
  readonly pending: boolean;
  /** What the server is doing: `Making the window…`. */
  readonly pendingLabel: string;
  readonly look?: ButtonLook;
  readonly size?: ButtonSize;
  readonly title?: string;
  /** What pressing does. */
  readonly children: string;
}

/** Sends the form it stands in, and says so while the server works. */
export function SubmitButton({
  pending,
  pendingLabel,
  look = "primary",
  children,
  ...rest
}: SubmitButtonProps) {
  return (
    <Button type="submit" look={look} aria-busy={pending} {...rest}>
      {pending && <Spinner />}
      {pending ? pendingLabel : children}
    </Button>
  );
}
