import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";

interface DemoBannerProps {
  readonly removeAction?: (data: FormData) => void | Promise<void>;
}

/** Says that what is shown is the demo, and how to be rid of it. */
export function DemoBanner({ removeAction }: DemoBannerProps) {
  return (
    <Banner
      tone="low"
      actions={
        removeAction !== undefined && (
          <form action={removeAction}>
            <Button type="submit" size="small">
              Remove the demo
            </Button>
          </form>
        )
      }
    >
      You are viewing a demo database. Its drift is made up; the check is real.
    </Banner>
  );
}
