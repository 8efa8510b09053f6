import { createHmac, randomBytes } from "node:crypto";

/** Of this process: a mark says nothing of what was marked to anybody else. */
const key = randomBytes(32);

/** Tells whether something is still as it was when a page showed it, without showing it. */
export const seenMark = (what: unknown): string =>
  createHmac("sha256", key).update(JSON.stringify(what)).digest("base64url").slice(0, 16);
