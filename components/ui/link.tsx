import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the app; the only user of Next's own. It fetches nothing ahead: every page is made for who asks and at
 * the moment they ask, so that nothing fetched ahead could be shown, while a list of 250 differences would ask the
 * server 250 times, and again after every check.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
