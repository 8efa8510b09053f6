import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** Read at once: bytes. */
const CHUNK = 1 << 20;

/** The SHA-256 of a text in UTF-8: 64 hexadecimal digits. */
export const sha256OfText = (text: string): string =>
  createHash("sha256").update(text).digest("hex");

/** The SHA-256 of a file: 64 hexadecimal digits. The next bytes are read while these are hashed. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path);
  try {
    // Of an export of many small files each would take a megabyte.
    const most = Math.min(CHUNK, (await file.stat()).size + 1);
    const read = (into: Buffer) => file.read(into, 0, most, null);
    let spare: Buffer = Buffer.allocUnsafe(most);
    let next = read(Buffer.allocUnsafe(most));
    for (;;) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return hash.digest("hex");
      next = read(spare);
      hash.update(buffer.subarray(0, bytesRead));
      spare = buffer;
    }
  } finally {
    await file.close();
  }
}
