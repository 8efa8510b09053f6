import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import { readNamedFile } from "../plain/hand-written.ts";
import { writeWhole } from "../plain/whole-file.ts";
import { readSignOff } from "./seal.ts";
import type { SignOff } from "./sign-off.ts";
import type { Verification } from "./verification.ts";

// Whether a chain is signed, and what is known of that by now without reading every row.

export const SIGN_OFF_FILE = "sign-off.json";
const VERIFIED_FILE = "sign-off-verified.json";

const verifiedSchema = z.object({
  /** Of the sign-off that was verified. */
  digest: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  holds: z.boolean(),
  differs: z.number(),
  unknown: z.number(),
  rows: z.number(),
});

/** What verifying a sign-off came to last. */
export type Verified = z.infer<typeof verifiedSchema>;

/** The last signature of a chain. */
export interface SignedState {
  readonly file: string;
  readonly signOff: SignOff;
  readonly isEdited: boolean;
  /** Runs that have written since. */
  readonly runsSince: readonly string[];
  /** Undefined if it was not verified since it was signed. */
  readonly verified: Verified | undefined;
  /** Whether something that was signed is known to be otherwise by now. */
  readonly isChanged: boolean;
}

/**
 * Reads the last signature of a chain; undefined if nobody has signed.
 *
 * @throws SourceError if the file is not a whole one
 */
export function signedState(
  folder: string,
  { runs }: { readonly runs: readonly Pick<LedgerRun, "name" | "committed">[] },
): SignedState | undefined {
  const file = join(folder, SIGN_OFF_FILE);
  if (!existsSync(file)) return undefined;
  const { signOff, isEdited } = readSignOff(file);
  const known = new Set(signOff.figures.standing.runs.map(({ run }) => run));
  const runsSince = runs.flatMap(({ name, committed }) =>
    committed && !known.has(name) ? [name] : [],
  );
  const found = readVerified(folder);
  const verified = found?.digest === signOff.digest ? found : undefined;
  const isChanged = isEdited || runsSince.length > 0 || (verified?.differs ?? 0) > 0;
  return { file, signOff, isEdited, runsSince, verified, isChanged };
}

function readVerified(folder: string): Verified | undefined {
  const path = join(folder, VERIFIED_FILE);
  if (!existsSync(path)) return undefined;
  return verifiedSchema.safeParse(jsonIn(readNamedFile(path).toString("utf8"))).data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What is not as it was written says nothing: it is verified again.
    return undefined;
  }
}

/** Keeps what verifying came to, beside what was verified. */
export function keepVerified(folder: string, digest: string, found: Verification): Promise<void> {
  const { at, holds, broken, rows } = found;
  const unknown = broken.filter(({ what }) => what === "cannot be recomputed").length;
  const verified: Verified = {
    digest,
    at,
    holds,
    differs: broken.length - unknown,
    unknown,
    rows: rows.reduce((sum, { count }) => sum + count, 0),
  };
  return writeWhole(join(folder, VERIFIED_FILE), `${JSON.stringify(verified)}\n`);
}
