import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** The SHA-256 of a text in UTF-8: 64 hexadecimal digits. */
export const sha256OfText = (text: string): string =>
  createHash("sha256").update(text).digest("hex");

/** The SHA-256 of a file: 64 hexadecimal digits. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(bytes);
  return hash.digest("hex");
}
