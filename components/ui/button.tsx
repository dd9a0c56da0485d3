import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

const looks: { readonly [L in ButtonLook]: string } = {
  primary: "border-transparent bg-primary text-on-primary hover:bg-primary-hover",
  secondary: "border-line-strong bg-surface text-ink shadow-card hover:bg-hover",
  quiet: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger text-white hover:bg-danger-hover",
};

const sizes: { readonly [S in ButtonSize]: string } = {
  small: "h-7 gap-1.5 px-2 text-sm",
  medium: "h-8.5 gap-2 px-3 text-sm",
};

/** The classes of a button, for elements that must stay what they are (a summary, a menu trigger). On paper nothing is pressed. */
export function buttonClasses(look: ButtonLook = "secondary", size: ButtonSize = "medium"): string {
  return classNames(
    "screen-only inline-flex max-w-full shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors [&_svg]:size-4 [&_svg]:shrink-0",
    looks[look],
    sizes[size],
  );
}

interface Looks {
  readonly look?: ButtonLook;
  readonly size?: ButtonSize;
}

/** A button. It is never disabled for a reason the person cannot see: pressing it tells (screens.md P2). */
export function Button({
  look,
  size,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & Looks) {
  return <button type={type} className={classNames(buttonClasses(look, size), className)} {...rest} />;
}

/** A link that looks like a button: for going somewhere, not for doing something. */
export function LinkButton({ look, size, className, ...rest }: ComponentProps<typeof Link> & Looks) {
  return <Link className={classNames(buttonClasses(look, size), className)} {...rest} />;
}
