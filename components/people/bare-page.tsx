import type { ReactNode } from "react";
import { Logo } from "@/components/frame/logo";

interface BarePageProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
}

/** A page for who is not signed in: nothing around it but the name. */
export function BarePage({ title, description, children }: BarePageProps) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-md px-4 py-10 outline-none md:py-20">
      <div className="mb-8">
        <Logo />
      </div>
      <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">{title}</h1>
      {description !== undefined && <p className="mt-1 text-muted text-sm">{description}</p>}
      {children !== undefined && <div className="mt-6">{children}</div>}
    </main>
  );
}
