import { join } from "node:path";
import { expect, test } from "vitest";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

test("the sample export imports cleanly, every record inserted", async () => {
  const db = await newDatabase(join(workspace(), "hmsync.db"));
  const { status, exitCode, entities } = await importFolder(db, "fixtures/sample");
  expect({ status, exitCode }).toEqual({ status: "committed", exitCode: 0 });
  const counts = Object.entries(entities).map(([name, { records, inserted, balanced }]) => {
    return [name, records, inserted, balanced];
  });
  expect(counts).toEqual([
    ["patients", 8, 8, true],
    ["doctors", 3, 3, true],
    ["visits", 10, 10, true],
  ]);
});
