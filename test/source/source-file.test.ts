import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { markLength } from "../../src/source/detect/detect-encoding.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { fileOf } from "../support/read.ts";

async function read(content: Buffer) {
  const bytes = new ByteReader(fileOf(content));
  const chunks: Buffer[] = [];
  for await (const chunk of bytes.chunks()) chunks.push(chunk);
  return { chunks, totals: bytes.totals() };
}

test("a file's bytes arrive in order, with their number and their SHA-256", async () => {
  const content = Buffer.alloc(1_000_000, "Asha Rao,0442345678\n");
  const { chunks, totals } = await read(content);
  expect(chunks.length).toBeGreaterThan(1);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
  const sha256 = createHash("sha256").update(content).digest("hex");
  expect(totals).toEqual({ size: 1_000_000, sha256 });
});

test("an empty file has the SHA-256 of nothing", async () => {
  const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  expect(await read(Buffer.alloc(0))).toEqual({ chunks: [], totals: { size: 0, sha256 } });
});

test.each([
  ["\uFEFFid", 3],
  ["\uFEFF", 3],
  ["id\uFEFF", 0],
  ["", 0],
])("%j starts with a mark of %i bytes", (text, length) => {
  expect(markLength(Buffer.from(text), "utf-8")).toBe(length);
});
