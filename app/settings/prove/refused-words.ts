import { type ProofRefusal, proofRefusals } from "@/lib/access/provider-answer";

const words: Readonly<Record<ProofRefusal, (provider: string) => { title: string; hint: string }>> = {
  other_person: (provider) => ({
    title: `You signed in with ${provider} as somebody else.`,
    hint: "Use the account with which you are signed in here.",
  }),
  second_factor: () => ({
    title: "You have a second factor here.",
    hint: "Prove it with your password and a code of your app.",
  }),
  no_auth_time: (provider) => ({
    title: `${provider} does not tell when you signed in there.`,
    hint: "So it cannot prove that it is you now. An owner can make an address that sets a password; then that is asked for.",
  }),
  old_auth_time: (provider) => ({
    title: `${provider} did not ask who you are: it still knew you from before.`,
    hint: "Sign out there, then try again.",
  }),
};

/** Why the provider's answer proved nothing, and what to do next. */
export function refusedWords(provider: string, error: string | string[]): { title: string; hint: string } {
  const known = proofRefusals.find((one) => one === error);
  if (known !== undefined) return words[known](provider);
  return { title: `${provider} did not confirm that it is you.`, hint: "Try again." };
}
