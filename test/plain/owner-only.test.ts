import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SystemError } from "../../src/plain/errors.ts";
import { OwnerOnlyFile } from "../../src/plain/owner-only.ts";

const folder = mkdtempSync(join(tmpdir(), "hmsync-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Long enough for several writes, each of them under way while lines are added. */
const LINES = Array.from({ length: 60_000 }, (_, nth) => `${nth},निशा,${"x".repeat(nth % 40)}\r\n`);

test("lines and bytes arrive in the order in which they were added", async () => {
  const path = join(folder, "inner", "lines.csv");
  const file = new OwnerOnlyFile(path);
  await file.write("header\r\n");
  for (const line of LINES) await file.add(line);
  await file.write(Buffer.from([0xff, 0xfe]));
  await file.write("the end");
  await file.close();
  const expected = [
    Buffer.from(`header\r\n${LINES.join("")}`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from("the end"),
  ];
  expect(readFileSync(path).equals(Buffer.concat(expected))).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "inner")).mode & 0o777).toBe(0o700);
});

test("bytes that are used again once the next call has returned arrive as they were", async () => {
  const path = join(folder, "behind.csv");
  const file = new OwnerOnlyFile(path);
  const buffers = [Buffer.alloc(700_000), Buffer.alloc(700_000)];
  let expected = "header\r\n";
  await file.write(expected);
  for (let nth = 0; nth < 7; nth++) {
    const bytes = (buffers[nth % 2] as Buffer).fill(`${nth},${"y".repeat(nth)}\r\n`);
    expected += bytes.toString();
    await file.writeBehind(bytes);
    if (nth === 3) expected += "in between\r\n";
    if (nth === 3) await file.add("in between\r\n");
  }
  await file.close(Buffer.from("the end"));
  expect(readFileSync(path, "utf8") === `${expected}the end`).toBe(true);
});

test("what cannot be written is told, at the latest when the file is closed", async () => {
  const path = join(folder, "a-folder");
  mkdirSync(path);
  const few = new OwnerOnlyFile(path);
  await few.write("a line\r\n");
  await expect(few.close()).rejects.toBeInstanceOf(SystemError);
  const many = new OwnerOnlyFile(path);
  const writing = async () => {
    for (const line of LINES) await many.add(line);
  };
  await expect(writing()).rejects.toBeInstanceOf(SystemError);
  await expect(many.close()).rejects.toBeInstanceOf(SystemError);
  const behind = new OwnerOnlyFile(path);
  await behind.writeBehind(Buffer.from("a line"));
  await expect(behind.writeBehind(Buffer.from("another"))).rejects.toBeInstanceOf(SystemError);
  await expect(behind.close(Buffer.from("the last"))).rejects.toBeInstanceOf(SystemError);
});
