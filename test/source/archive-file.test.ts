import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gzipInto } from "../../src/source/archive-file.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { fileOf } from "../support/read.ts";

/** A place for compressed bytes that remembers them. */
function memory() {
  const parts: Buffer[] = [];
  let closed = 0;
  return {
    write: async (bytes: Buffer) => void parts.push(Buffer.from(bytes)),
    close: async () => void closed++,
    unpacked: () => gunzipSync(Buffer.concat(parts)),
    closed: () => closed,
  };
}

test("what was written comes back byte for byte, and its place is closed once", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 5_000, size: "max" }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(chunks, async (written) => {
      const sink = memory();
      const archive = gzipInto(sink);
      for (const bytes of written) await archive.write(Buffer.from(bytes));
      await archive.close();
      expect(sink.unpacked().equals(Buffer.concat(written))).toBe(true);
      expect(sink.closed()).toBe(1);
    }),
    { seed: 1 },
  );
});

test("a file is kept as it is read, to the last byte", async () => {
  const content = Buffer.from(`id,name\r\n${"1,Café\r\n".repeat(100_000)}`, "latin1");
  const file = fileOf(content);
  const sink = memory();
  const archive = gzipInto(sink);
  const bytes = new ByteReader(file, archive);
  for await (const _ of bytes.chunks()) expect(bytes.size).toBeGreaterThan(0);
  await archive.close();
  expect(sink.unpacked().equals(content)).toBe(true);
  expect(bytes.totals().size).toBe(content.length);
});

test("a place that takes no more bytes stops the run, at the latest at the end", async () => {
  const full = {
    write: async () => Promise.reject(new RangeError("no space left")),
    close: async () => undefined,
  };
  const archive = gzipInto(full);
  const write = async () => {
    for (let at = 0; at < 50; at++) await archive.write(Buffer.alloc(100_000, at));
    await archive.close();
  };
  await expect(write()).rejects.toThrow(RangeError);
});
