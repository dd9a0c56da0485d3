import { expect, test } from "vitest";
import { connectionSchema } from "./connection-input";
import { readConnectionFields } from "./read-add-database-form";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

function fields(certificate: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ host: "db.example", database: "orders", user: "reader" }))
    form.set(name, value);
  form.set("tls", "verify-full");
  form.set("certificateAuthority", "pasted");
  form.set("certificateFile", certificate);
  return form;
}

test("a certificate that is uploaded is meant, an empty file control is not", async () => {
  expect(await readConnectionFields(fields(new File([pem], "ca.pem")))).toMatchObject({
    certificateAuthority: pem,
  });
  expect(await readConnectionFields(fields(new File([], "")))).toMatchObject({
    certificateAuthority: "pasted",
  });
});

test("a file that is no certificate, or far too long for one, is refused at its field", async () => {
  for (const content of ["nothing of the kind", pem + "x".repeat(10_000_000)]) {
    const read = connectionSchema.safeParse(
      await readConnectionFields(fields(new File([content], "ca.pem"))),
    );
    expect(read.error?.issues.map(({ path }) => path.at(-1))).toContain("certificateAuthority");
  }
});
