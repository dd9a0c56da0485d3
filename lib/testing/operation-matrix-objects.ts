import { randomUUID } from "node:crypto";
import { hashToken, newToken } from "../access/token";
import type { OpenStore } from "../store/client";

/** One of everything that operations are about, on one database. */
export interface MatrixObjects {
  readonly databaseId: string;
  readonly slug: string;
  readonly check: string;
  readonly difference: string;
  readonly plan: string;
  readonly run: string;
  readonly rehearsal: string;
  readonly window: string;
  /** ISO 8601. */
  readonly occurrence: string;
  readonly backup: string;
  readonly shareLink: string;
  readonly ignoreRule: string;
  /** What belongs to no database: a person, an invitation and a token. */
  readonly person: string;
  readonly invitation: string;
  readonly token: string;
  /** A second session of whoever asks. Set for each call. */
  readonly ownSession: string;
}

/** Makes a database with one of everything. Contents are bare: who may ask is decided before they are looked at. */
export async function makeMatrixObjects({ client }: OpenStore, slug: string): Promise<MatrixObjects> {
  const databaseId = randomUUID();
  const by = { createdById: "matrix", createdByName: "matrix" };
  const later = new Date(Date.now() + 3_600_000);
  await client.database.create({
    data: {
      ...{
        id: databaseId,
        slug,
        name: slug,
        environment: "other",
        host: "127.0.0.1",
        port: 1,
        databaseName: "matrix",
      },
      ...{ userName: "matrix", tls: "disable" },
    },
  });
  const sourceId = randomUUID();
  await client.source.create({
    data: {
      ...{ id: sourceId, databaseId, type: "sql", label: "pasted", given: "pasted" },
      files: { create: { position: 0, path: "schema.sql", content: "SELECT 1;" } },
    },
  });
  const check = await client.check.create({ data: { databaseId, state: "queued", requestedBy: "matrix" } });
  const difference = `D-MATRIX${slug.slice(0, 2).toUpperCase()}`;
  await client.difference.create({
    data: {
      ...{ databaseId, id: difference, identity: { kind: "table", schema: "public", name: "a" } },
      ...{ firstCheckNumber: check.number, firstSeenAt: new Date(), lastCheckNumber: check.number },
      lastSeenAt: new Date(),
    },
  });
  const window = await client.window.create({
    data: {
      ...{
        name: "Night",
        timeZone: "UTC",
        startsLocal: "2030-01-01T02:00",
        minutes: 60,
        goRequired: true,
        ...by,
      },
      databases: { create: { databaseId } },
    },
  });
  const plan = await client.plan.create({
    data: {
      ...{
        databaseId,
        checkNumber: check.number,
        hash: "0".repeat(64),
        content: emptyPlan,
        undo: { plan: emptyPlan, lost: [] },
        options: {},
      },
      ...{
        state: "draft",
        systemIdentifier: "0",
        databaseOid: "0",
        databaseName: "matrix",
        serverVersion: 180000,
      },
      ...{ expectedFingerprint: "0", actualFingerprint: "0", ...by },
    },
  });
  const driver = { driverId: "matrix", driverName: "matrix", startedById: "matrix", startedByName: "matrix" };
  const run = await client.run.create({
    data: { planNumber: plan.number, databaseId, state: "in doubt", active: true, ...driver },
  });
  const rehearsal = await client.rehearsal.create({
    data: { planNumber: plan.number, place: "copy", state: "queued", byId: "matrix", byName: "matrix" },
  });
  const backup = await client.backup.create({
    data: { databaseId, type: "dump", level: 0, state: "queued", ...by },
  });
  const shareLink = await client.shareLink.create({
    data: {
      ...{
        id: randomUUID(),
        tokenHash: hashToken(newToken()),
        databaseId,
        subjectKind: "database",
        subjectId: slug,
      },
      ...{ redaction: [], content: {}, expiresAt: later, ...by },
    },
  });
  const ignoreRule = await client.ignoreRule.create({
    data: {
      ...{ id: randomUUID(), databaseId, kind: "table", name: "x", reason: "Left over." },
      ...{ authorId: "matrix", authorName: "matrix" },
    },
  });
  const person = await client.user.create({
    data: { id: randomUUID(), name: "Sam", email: `sam.${slug}@example.com`, role: "viewer" },
  });
  const invitation = await client.invitation.create({
    data: {
      ...{
        id: randomUUID(),
        tokenHash: hashToken(newToken()),
        purpose: "join",
        email: `next.${slug}@example.com`,
      },
      ...{ createdByName: "matrix", expiresAt: later },
    },
  });
  const token = await client.serviceToken.create({
    data: {
      ...{
        id: randomUUID(),
        name: "pipeline",
        tokenHash: hashToken(newToken()),
        prefix: "plumbline_",
        scopes: ["read"],
      },
      ...{ databases: [], expiresAt: later, ...by },
    },
  });
  return {
    ...{ databaseId, slug, difference, occurrence: "2030-01-01T02:00:00.000Z", ownSession: "none" },
    ...{
      check: `C-${check.number}`,
      plan: `P-${plan.number}`,
      run: `R-${run.number}`,
      window: `W-${window.number}`,
    },
    ...{ backup: `B-${backup.number}`, rehearsal: String(rehearsal.number) },
    ...{ shareLink: shareLink.id, ignoreRule: ignoreRule.id },
    ...{ person: person.id, invitation: invitation.id, token: token.id },
  };
}

const emptyPlan = {
  ...{
    formatVersion: 1,
    fixes: [],
    statements: [],
    hazards: [],
    preflight: [],
    undo: [],
    manual: [],
    diagnostics: [],
  },
  ...{ expectedFingerprint: "0", actualFingerprint: "0" },
};
