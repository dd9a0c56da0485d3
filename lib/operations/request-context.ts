import "server-only";
import { type Context, localContext } from "./context";

/** The context of the request that is being answered: whoever sent it, and from where. */
export async function requestContext(): Promise<Context> {
  return localContext();
}
