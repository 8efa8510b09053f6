import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { importExport } from "../../src/jobs/import.ts";
import { undo } from "../../src/jobs/undo.ts";
import { openReview } from "../support/review.ts";
import { SMALL } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test("what a command imports or undoes meanwhile is counted on the page", async () => {
  const folder = workspace();
  const database = join(folder, "hmsync.db");
  const source = writeFiles(join(folder, "export"), SMALL);
  await importExport({ target: HMSYNC, source, database, report: join(folder, "one") });
  const { review } = await openReview(database);
  const first = await review.snapshot.read();
  expect(await review.snapshot.read()).toBe(first);
  expect(first.standing.total.in).toBeGreaterThan(0);
  const { summary } = await undo({ target: HMSYNC, database, run: review.run });
  expect(summary?.committed).toBe(true);
  expect((await review.snapshot.read()).standing.total.in).toBe(0);
});
