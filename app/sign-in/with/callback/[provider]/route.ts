import { answerVisitorRoute } from "@/lib/operations/answer-route";
import { finishProviderSignIn } from "@/lib/operations/sign-in-with-provider";

export const dynamic = "force-dynamic";

/** The provider's way back. */
export function GET(request: Request): Promise<Response> {
  return answerVisitorRoute((context) => finishProviderSignIn(context, request));
}
