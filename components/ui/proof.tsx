"use client";

import { createContext, useCallback, useContext } from "react";

/** Asks the person to prove who they are; false when they would rather not. */
export type AskForProof = () => Promise<boolean>;

const ProofContext = createContext<AskForProof>(async () => false);

/** Who gives the page a way to ask (components/people/prove-it-is-you.tsx). */
export const ProofProvider = ProofContext.Provider;

interface Answer {
  readonly ok: boolean;
  readonly code?: string;
}

/**
 * A server action that, when it is refused because the last proof of identity is too old, asks for a new one and then is
 * sent again. What was typed stays; who declines sees the refusal.
 */
export function useProved<Parameters extends readonly unknown[], State extends Answer>(
  action: (...parameters: Parameters) => Promise<State>,
): (...parameters: Parameters) => Promise<State> {
  const ask = useContext(ProofContext);
  return useCallback(
    async (...parameters: Parameters) => {
      const answer = await action(...parameters);
      if (answer.ok || answer.code !== "sign-in-again") return answer;
      return (await ask()) ? action(...parameters) : answer;
    },
    [action, ask],
  );
}
