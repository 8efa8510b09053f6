import { HMSYNC } from "../../importers/index.ts";
import type { Verification } from "../../src/chain/verification.ts";
import type { Database } from "../../src/db/database.ts";
import { type SignedOff, signChain } from "../../src/jobs/chain/sign.ts";
import { verifySignOff } from "../../src/jobs/chain/verify-sign-off.ts";

/** The chain of a test's database, as jobs are asked for it. */
export const chainOf = ({ path }: Database) => ({ target: HMSYNC, database: path });

/** Signs an import, in this process. */
export const sign = (db: Database): Promise<SignedOff> =>
  signChain(Object.assign({ by: "A. Meyer", role: "Head of records", remark: "" }, chainOf(db)));

/** Verifies what was signed, in this process. */
export const verify = (db: Database, { file }: Pick<SignedOff, "file">): Promise<Verification> =>
  verifySignOff(Object.assign({ file }, chainOf(db)));

/** What a verification found, in few words. */
export const brokenParts = ({ broken }: Verification): string[] => [
  ...new Set(
    broken.map(({ part, what, table, column }) =>
      [part, what, table, column].filter(Boolean).join(" "),
    ),
  ),
];
