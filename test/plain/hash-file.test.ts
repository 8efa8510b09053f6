import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sha256OfFile } from "../../src/plain/hash-file.ts";

const MIB = 1 << 20;
const folder = mkdtempSync(join(tmpdir(), "hmsync-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 7])(
  "a file of %d bytes is hashed whole and in its order",
  async (size) => {
    const bytes = Buffer.from(
      Uint8Array.from({ length: size }, (_, at) => (at * 31 + at / 997) % 256),
    );
    const path = join(folder, String(size));
    writeFileSync(path, bytes);
    expect(await sha256OfFile(path)).toBe(createHash("sha256").update(bytes).digest("hex"));
  },
);

test("a file that is not there is an error", async () => {
  await expect(sha256OfFile(join(folder, "none"))).rejects.toMatchObject({ code: "ENOENT" });
});
