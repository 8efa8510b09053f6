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
    const read = (into: Buffer) => file.read(into, 0, CHUNK, null);
    let spare: Buffer = Buffer.allocUnsafe(CHUNK);
    let next = read(Buffer.allocUnsafe(CHUNK));
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
