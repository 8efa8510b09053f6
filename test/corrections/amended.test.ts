import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type AmendedRecords,
  amend,
  keepAmended,
  keyOfRecords,
  readAmended,
} from "../../src/corrections/amended.ts";
import { workspace } from "../support/workspace.ts";

const file = "registrations.csv";
const one = (cell: string) => ({ record: 5, line: 6, cells: [cell], flaws: [] });

test("a row that is corrected for one entity of its file stays as it is for the other", async () => {
  const all: AmendedRecords = new Map();
  amend(all, { entity: "patients", file }, one("corrected"));
  const folder = workspace();
  await keepAmended(folder, all);
  const read = readAmended(folder, () => "visits");
  expect(read.get(keyOfRecords({ entity: "patients", file }))?.get(5)).toMatchObject(
    one("corrected"),
  );
  expect(read.get(keyOfRecords({ entity: "visits", file }))).toBeUndefined();
  // A retry of an earlier version said nothing of the entity: its file was read for one.
  const older = JSON.stringify({ file, ...one("older") });
  appendFileSync(join(folder, "originals", "amended.ndjson"), `${older}\n`);
  const both = readAmended(folder, () => "visits");
  expect(both.get(keyOfRecords({ entity: "visits", file }))?.get(5)).toMatchObject(one("older"));
});
