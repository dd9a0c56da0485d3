import type { ShownBy } from "./shown-by";

/** A control that the app is held to, and the tests that show it. */
export interface Control {
  /** What has to hold (faults-and-security.md §3). */
  readonly control: string;
  /** Chapters of OWASP ASVS 5.0. */
  readonly asvs: string;
  readonly shownBy: ShownBy;
}

/** Where each control is shown: read it to find the test, change it when a test is called otherwise. */
export const securityBar: readonly Control[] = [
  {
    control: "Every action checks session, role and object itself; what nobody thought of is denied",
    asvs: "8.2.1, 8.2.2, 8.3.1",
    shownBy: {
      "lib/testing/operation-matrix.test.ts": [
        "every server action and every method of a route has a line in the matrix, and none besides",
        "no server action and no method of a route is written so that it would not be found",
        "everybody, on their own and on foreign objects",
      ],
      "lib/testing/page-matrix.test.ts": [
        "every page has a line in the matrix, and none besides",
        "everybody, on pages of their own and of foreign databases",
      ],
      "e2e/foreign-requests.spec.ts": [
        "every server action of the build stands in the matrix, and does nothing for who is not signed in",
      ],
    },
  },
  {
    control: "A change of rights holds at once, also between the click and COMMIT",
    asvs: "8.3.2, 15.4.2",
    shownBy: {
      "lib/testing/faults/store-faults.ts": [
        "the approval is taken back between the click and the worker",
        "the approver loses the role between the click and the worker",
        "the approver is disabled between the click and the worker",
      ],
      "lib/testing/faults/window-faults.ts": ["the approval is revoked "],
      "lib/operations/sign-in.test.ts": ["is signed out at once and cannot come back"],
      "lib/operations/stream-events.test.ts": ["a stream ends when its session ends"],
      "lib/operations/service-token.test.ts": [
        "ends with the role that it took, is written down, and does not come back",
        "ends when they may not sign in any more: tokens, invitations, share links",
        "never does more than its maker may at the moment",
      ],
    },
  },
  {
    control: "Four eyes: who asked cannot approve; an approval is for one hash on one database, and ends",
    asvs: "2.3.5",
    shownBy: {
      "lib/operations/plan-approval.test.ts": [
        "who made or requested a plan cannot approve it, whatever their role",
        "one byte of a plan that was changed in the store ends it",
        "the same plan made twice has the same hash, and every part of what it is for is in it",
        "a token with every right may not approve: four eyes are people's",
      ],
      "lib/access/approval.test.ts": ["an approval that only its time ended is told as expired"],
    },
  },
  {
    control: "Steps come in order and none is skipped",
    asvs: "2.3.1",
    shownBy: {
      "lib/operations/start-run.test.ts": ["may not be run before it is approved, and says what is missing"],
      "lib/access/plan-gate.test.ts": ["what stands in the way", "the next step"],
    },
  },
  {
    control: "One transaction for one deed; nothing is applied twice",
    asvs: "2.3.3, 2.3.4",
    shownBy: {
      "lib/operations/start-run.test.ts": [
        "is started once by 20 requests at once, with one sheet or with many",
        "is not run a second time",
      ],
      "lib/operations/audit.test.ts": ["a deed that breaks off leaves no entry"],
      "lib/apply/contention.test.ts": ["lets the second of two runs on one database go no further"],
    },
  },
  {
    control: "Who they are is proven again before dangerous work; a code of the second factor opens once",
    asvs: "6.3.3, 6.5.1, 7.5.3",
    shownBy: {
      "lib/operations/start-run.test.ts": ["is not run for who may not, for who proved it too long ago"],
      "lib/operations/sign-in.test.ts": [
        "is fresh after the password, and not after a wrong one",
        "takes each code once, at sign-in and at proof",
      ],
      "lib/operations/sign-in-with-provider.test.ts": [
        "signing in by the provider proves no more than when it last asked who somebody is",
        "a proof by the provider has them sign in anew",
        "a proof by a provider %s is none, and is written down",
        "a proof by somebody else at the provider is none",
        "an ID token %s signs nobody in and proves nothing",
      ],
      "lib/operations/share-link.test.ts": ["sharing takes the right, a fresh proof"],
      "e2e/second-factor.spec.ts": ["a second factor is set up, asked for, taken once"],
    },
  },
  {
    control: "What changes something comes from our own pages, by POST",
    asvs: "3.5.1, 3.5.2, 3.5.3",
    shownBy: {
      "e2e/foreign-requests.spec.ts": ["a POST passes only from our own pages: the thirteen cases"],
      "lib/access/request-origin.test.ts": ["behind a proxy only the public origin passes"],
    },
  },
  {
    control: "Cookies are __Host-, Secure, HttpOnly and SameSite=Strict",
    asvs: "3.3.1, 3.3.2, 3.3.3, 3.3.4",
    shownBy: {
      "lib/testing/cookies-behind-https.test.ts": ["behind https every cookie is __Host-"],
      "lib/operations/sign-in.test.ts": ["gives a cookie of which the store holds the hash alone"],
    },
  },
  {
    control: "Every answer carries the headers of a page that keeps to itself, and none names what runs here",
    asvs: "3.4.1 to 3.4.8, 13.4.6",
    shownBy: {
      "e2e/foreign-requests.spec.ts": ["every answer carries the headers that keep a page to itself"],
      "lib/testing/cookies-behind-https.test.ts": ["behind https browsers are told to come by it only"],
      "e2e/people.spec.ts": ["no page breaks its own content security policy"],
    },
  },
  {
    control: "Output is escaped; what cannot be seen is shown",
    asvs: "1.2.1, 3.2.2",
    shownBy: {
      "e2e/hostile-names.spec.ts": ["hostile names are shown as they are written and never run"],
      "lib/access/csv.test.ts": ["no text is left that a spreadsheet would calculate"],
      "lib/operations/sign-in.test.ts": ["a name with letters that nobody sees is refused"],
    },
  },
  {
    control: "SQL is made of quoted identifiers and parameters, one statement at a time",
    asvs: "1.2.4",
    shownBy: {
      "lib/postgres/identifier.test.ts": ["quotes identifiers exactly as quote_ident does"],
      "lib/postgres/connect.test.ts": ["takes one statement at a time, with values apart from it"],
      "lib/testing/faults/name-faults.ts": ["hostile names in one plan"],
    },
  },
  {
    control: "Nobody can send SQL that is run on a watched database",
    asvs: "2.2.1",
    shownBy: {
      "lib/testing/architecture/security-bar.test.ts": [
        "nothing that a person sends to a plan or a run is SQL",
      ],
    },
  },
  {
    control: "Connections lead where they may, to the address that was looked up, with a clean environment",
    asvs: "1.3.6, 13.2.4, 13.2.5, 15.3.2",
    shownBy: {
      "lib/operations/pin-address.test.ts": [
        "does not connect to itself as %s",
        "a name is looked up once, and all it means has to be allowed",
        "ports can be limited, and a folder of Unix sockets is no host",
      ],
      "lib/postgres/connect.test.ts": ["does not take a password from the environment"],
      "lib/cli/bad-input.test.ts": ["sends nobody a password that was not meant for the address"],
    },
  },
  {
    control: "A server that signed its certificate itself is refused where it has to be verified",
    asvs: "12.3.1, 12.3.2",
    shownBy: {
      "lib/cli/bad-input.test.ts": ["is refused with %s, and the other ways are named"],
    },
  },
  {
    control: "Checks only read; what applies has a credential of its own",
    asvs: "13.2.2, 13.3.2",
    shownBy: {
      "lib/postgres/connect.test.ts": ["writes nothing when it is read-only"],
      "lib/operations/open-for-apply.test.ts": ["a saved password is encrypted for its database"],
      "lib/operations/run-preflight.test.ts": ["writes nothing and counts no further than the limit"],
    },
  },
  {
    control: "Secrets are encrypted for their row, can be given another key, and are never shown",
    asvs: "11.3.2, 11.3.3, 11.3.4, 13.3.1, 13.3.4",
    shownBy: {
      "lib/access/secret.test.ts": [
        "a ciphertext moved to another row is refused",
        "no way of printing a secret shows it",
      ],
      "lib/operations/sign-in.test.ts": ["keeps its secret encrypted, for its person alone"],
      "lib/operations/sign-in-with-provider.test.ts": ["signing in by the provider proves no more"],
      "lib/cli/rotate-key.test.ts": ["every secret is encrypted with the new key"],
      "e2e/secrets.spec.ts": ["no secret is found in the store's files"],
    },
  },
  {
    control: "Sessions and tokens are 256 random bits, of which the store has the hash",
    asvs: "7.2.3, 11.5.1, 14.2.1",
    shownBy: {
      "lib/operations/sign-in.test.ts": ["gives a cookie of which the store holds the hash alone"],
      "lib/operations/service-token.test.ts": ["a token is kept as its hash"],
      "lib/operations/share-link.test.ts": ["the store holds neither the token nor the passcode"],
    },
  },
  {
    control: "Share links are frozen, redacted, end, and all look the same once they do not open",
    asvs: "9.2.1, 14.2.6",
    shownBy: {
      "lib/operations/share-link.test.ts": [
        "unknown, expired, revoked, used up and a wrong passcode all answer the same",
        "of twenty people at once no more get in than were allowed",
      ],
      "lib/access/redact-report.test.ts": ["nothing that was placed in a report is in its redaction"],
      "e2e/share.spec.ts": ["a drift is shared: a stranger reads it in a clean profile"],
    },
  },
  {
    control: "Errors tell people what to do and nobody a value",
    asvs: "16.2.5, 16.5.1",
    shownBy: {
      "lib/access/redact.test.ts": ["of an error of the server only the code is kept"],
      "lib/testing/faults/name-faults.ts": ["values of rows do not reach the message"],
      "e2e/secrets.spec.ts": ["no secret is found in the store's files"],
    },
  },
  {
    control: "A log line is one line, in UTC",
    asvs: "16.2.1, 16.2.2, 16.4.1",
    shownBy: { "lib/access/log.test.ts": ["an event is one line, whatever a name in it holds"] },
  },
  {
    control: "The audit log is only added to, and what is edited, moved or cut off is found",
    asvs: "16.3.2, 16.3.3, 16.4.2, 16.4.3",
    shownBy: {
      "lib/operations/audit.test.ts": [
        "the store refuses every change of an entry, and its writer may do nothing but insert",
        "who switches the triggers off to edit, remove or cut is found out by chain and heads",
      ],
      "lib/access/audit-chain.test.ts": ["tampering is found"],
      "lib/access/chain-heads.test.ts": ["a head is written to the log, to a file"],
    },
  },
  {
    control: "Where something it rests on fails, nothing is applied",
    asvs: "16.5.3",
    shownBy: {
      "lib/testing/faults/store-faults.ts": [
        "the audit log takes no entry when the run is started",
        "the audit log takes no entry when the worker begins",
      ],
      "lib/testing/faults/window-faults.ts": [
        "our clock is six seconds behind the server's",
        "the store falls silent while the locks are held",
      ],
      "lib/access/secret.test.ts": ["another key is told apart, and neither key shows"],
    },
  },
  {
    control: "What can be guessed or flooded is limited, an IPv6 network as one address",
    asvs: "2.4.1, 6.3.1",
    shownBy: {
      "lib/access/rate-limit.test.ts": ["of IPv6 the first 64 bits count"],
      "lib/operations/sign-in.test.ts": ["is limited, for one person and for one address"],
      "lib/operations/limit-sign-in.test.ts": [
        "guesses at one person from everywhere wait longer and longer",
        "of many guesses at once one passes when a wait is over",
        "under attack a person comes in from a browser or an address of theirs",
        "nobody learns from it who exists",
      ],
      "lib/operations/share-link.test.ts": ["an address that tries too many links is held off"],
      "lib/operations/add-database.test.ts": ["who tries connections too often is held off"],
      "lib/operations/service-token.test.ts": ["a token is limited, and told when it may ask again"],
    },
  },
  {
    control:
      "A server that answers slowly, never or without an end costs neither time nor memory without bound",
    asvs: "13.2.6, 15.2.2",
    shownBy: {
      "lib/postgres/answer-limits.test.ts": ["is not waited for without an end", "does not fill our memory"],
    },
  },
  {
    control: "No package that is known to be broken is used",
    asvs: "15.1.1, 15.2.1",
    shownBy: {
      "lib/testing/architecture/security-bar.test.ts": ["runs on no version with a known hole"],
    },
  },
  {
    control: "Nobody is there by default, and set-up closes",
    asvs: "6.3.2",
    shownBy: {
      "lib/operations/sign-in.test.ts": ["makes the first owner by an address that works once"],
      "e2e/foreign-requests.spec.ts": ["set-up is closed"],
    },
  },
  {
    control: "What was typed to confirm a run is compared on the server",
    asvs: "2.2.2",
    shownBy: {
      "lib/operations/start-run.test.ts": ["is not run for who may not, for who proved it too long ago"],
      "lib/operations/plan-approval.test.ts": ["a page that shows another hash decides nothing"],
    },
  },
];
