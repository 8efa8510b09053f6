import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/plain/errors.ts";
import { appendToJournal, readJournal } from "../../src/plain/journal.ts";
import { workspace } from "../support/workspace.ts";

const ENTRY = z.object({ n: z.string() });

test("entries are added behind those that are there, for the owner alone", () => {
  const path = join(workspace(), "ward.review", "said.jsonl");
  expect(readJournal(path, ENTRY)).toEqual([]);
  appendToJournal(path, [{ n: "one\nline" }, { n: "två" }]);
  appendToJournal(path, []);
  appendToJournal(path, [{ n: "three" }]);
  expect(readJournal(path, ENTRY).map(({ n }) => n)).toEqual(["one\nline", "två", "three"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("what a killed process had begun to write is no entry, and is not in the way of the next", () => {
  const path = join(workspace(), "said.jsonl");
  appendToJournal(path, [{ n: "one" }]);
  appendFileSync(path, Buffer.from('{"n":"två').subarray(0, -1));
  expect(readJournal(path, ENTRY)).toEqual([{ n: "one" }]);
  appendToJournal(path, [{ n: "two" }]);
  expect(readJournal(path, ENTRY)).toEqual([{ n: "one" }, { n: "two" }]);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
});

test.each(['{"n":1}\n', "no JSON\n", "\n"])("%j is not taken for an entry", (line) => {
  const path = join(workspace(), "said.jsonl");
  writeFileSync(path, `{"n":"one"}\n${line}`);
  expect(() => readJournal(path, ENTRY)).toThrow(UsageError);
});
