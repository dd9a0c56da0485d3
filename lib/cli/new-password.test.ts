import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { visitor } from "../access/authority";
import { secret } from "../access/secret";
import { encryptSecret } from "../access/secret-box";
import { acceptInvitation } from "../operations/accept-invitation";
import { signIn } from "../operations/sign-in";
import { secondFactorRecord } from "../store/bound-second-factor";
import { findPersonByEmail } from "../store/people";
import { type TestStore, testStore } from "../testing/test-store";
import { newPassword } from "./new-password";

const email = "ana@example.com";
const password = "four quiet herons 9";

let made: TestStore;
let home: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "plumbline-password-"));
  made = await testStore();
  environment = {
    ...{ NODE_ENV: "test", PLUMBLINE_HOME: home, DATABASE_URL: made.database.url, PORT: "3000" },
    PLUMBLINE_SECRET_KEY: randomBytes(32).toString("base64"),
  };
  await made.store.client.user.create({
    data: { id: "ana", name: "Ana", email, role: "owner", twoFactorEnabled: true },
  });
  const sealed = (column: string) =>
    encryptSecret(made.operator.secretKey, secret("x"), secondFactorRecord("ana", column));
  await made.store.client.twoFactor.create({
    data: { id: "factor", userId: "ana", secret: sealed("secret"), backupCodes: sealed("backup_codes") },
  });
});

afterAll(async () => {
  await made.drop();
  await rm(home, { recursive: true });
});

const asked = async (removeSecondFactor: boolean, of = email): Promise<string> => {
  const said: string[] = [];
  expect(await newPassword({ email: of, removeSecondFactor }, (text) => said.push(text), environment)).toBe(
    0,
  );
  const token = /http:\/\/localhost:3000\/set-up\/([\w-]{43})\n$/.exec(said.join(""))?.[1];
  if (token === undefined) throw new Error(`no address in: ${said.join("")}`);
  return token;
};

test("the last owner comes in again by an address from the terminal, which works once, and keeps the second factor", async () => {
  const token = await asked(false, "ANA@example.com");
  const nobody = { ...made.operator, actor: visitor };
  await acceptInvitation(nobody, { token, password });
  await expect(acceptInvitation(nobody, { token, password })).rejects.toMatchObject({
    code: "no-such-invitation",
  });
  expect((await signIn(nobody, new Headers(), { email, password })).secondFactor).toBe(true);
  const entry = await made.store.client.auditEntry.findFirst({ where: { action: "invitation.make" } });
  expect(entry).toMatchObject({ actorKind: "command line", actorName: "plumbline new-password" });
});

test("who lost the second factor too gives it up, and one without any is told", async () => {
  await asked(true);
  expect(await findPersonByEmail(made.store, email)).toMatchObject({ twoFactor: false });
  expect(await made.store.client.twoFactor.count()).toBe(0);
  await expect(asked(true)).rejects.toMatchObject({ code: "no-second-factor" });
});

test("an address that nobody has is told", async () => {
  await expect(asked(false, "no@example.com")).rejects.toMatchObject({ code: "no-such-person" });
});
