import { publicOrigin } from "../access/session-cookie";
import { removeSecondFactorOf } from "../operations/change-person";
import { inviteToNewPassword } from "../operations/invite-person";
import { AppError } from "../postgres/app-error";
import { findPersonByEmail } from "../store/people";
import { exitCode } from "./exit-code";
import { openStoreSide } from "./store-side";

export interface NewPasswordCommand {
  readonly email: string;
  /** For who lost the phone and the backup codes too. */
  readonly removeSecondFactor: boolean;
}

/**
 * `plumbline new-password <email>`: prints the one-time address by which a person sets a new password. For the last
 * owner, whom nobody in the browser can help; who may read the store's folder may do it.
 * @throws AppError `no-such-person`, `person-disabled`, `no-second-factor`
 */
export async function newPassword(
  { email, removeSecondFactor }: NewPasswordCommand,
  print: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const { context, close } = await openStoreSide("new-password", environment);
  try {
    const person = await findPersonByEmail(context.store, email);
    if (person === null) {
      throw new AppError("no-such-person", `Nobody has the e-mail address ${email}.`, {
        hint: "Write it as it stands under Settings, People.",
      });
    }
    if (removeSecondFactor) await removeSecondFactorOf(context, person.id);
    const { path, expiresAt } = await inviteToNewPassword(context, person.id);
    print(
      `${person.name} sets a new password at this address, which works once and until ${expiresAt.toISOString()}:\n${publicOrigin(environment)}${path}\n`,
    );
    return exitCode.clean;
  } finally {
    await close();
  }
}
