import { existsSync } from "node:fs";
import { z } from "zod";
import { canonicalJson, sha256OfJson } from "../plain/canonical-json.ts";
import { SourceError, UsageError } from "../plain/errors.ts";
import { readNamedFile } from "../plain/hand-written.ts";
import { SIGN_OFF_KIND, SIGN_OFF_VERSION, type SignOff } from "./sign-off.ts";

/** Gives a sign-off its digest: an edit of the file is noticed by it. */
export const sealed = (document: Omit<SignOff, "digest">): SignOff =>
  Object.assign({}, document, { digest: sha256OfJson(document) });

/** The text of the file: canonical JSON, and a line end. */
export const signOffText = (signOff: SignOff): string => `${canonicalJson(signOff)}\n`;

/** Of the shape only so much as tells whether it can be compared; its digest tells the rest. */
const shape = z.looseObject({
  kind: z.literal(SIGN_OFF_KIND),
  schemaVersion: z.number(),
  signed: z.looseObject({ by: z.string(), role: z.string(), remark: z.string(), at: z.string() }),
  open: z.array(z.looseObject({ what: z.string(), text: z.string() })),
  figures: z.looseObject({
    standing: z.looseObject({ legacySystem: z.string(), runs: z.array(z.unknown()) }),
    files: z.array(z.unknown()),
    mappings: z.array(z.unknown()),
    tables: z.array(z.looseObject({ entity: z.string(), columns: z.array(z.unknown()) })),
    others: z.array(z.unknown()),
    ledger: z.array(z.unknown()),
  }),
  rows: z.looseObject({ file: z.string(), sha256: z.string() }),
  digest: z.string(),
});

/** A sign-off as it was read, and whether somebody edited it since it was written. */
export interface ReadSignOff {
  readonly signOff: SignOff;
  readonly isEdited: boolean;
}

/**
 * Reads a sign-off.
 *
 * @throws UsageError if there is no such file, SourceError if it is none
 */
export function readSignOff(path: string): ReadSignOff {
  if (!existsSync(path)) {
    throw new UsageError(`${path} does not exist.`, { cure: "Name a sign-off.json." });
  }
  const found = shape.safeParse(jsonIn(readNamedFile(path).toString("utf8")));
  if (!found.success) {
    throw new SourceError(`${path} is not a sign-off, or not a whole one.`, {
      cure: "Name a sign-off.json as import:sign wrote it.",
    });
  }
  const { digest, ...document } = found.data;
  if (found.data.schemaVersion !== SIGN_OFF_VERSION) {
    throw new SourceError(`${path} was written by another version of this program.`, {
      cure: 'Verify it with the version that wrote it; its key "versions" names that.',
    });
  }
  const signOff = found.data as unknown as SignOff;
  return { signOff, isEdited: sha256OfJson(document) !== digest };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Said by the caller, with the file's name.
    return undefined;
  }
}
