import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { undo } from "../../src/jobs/undo.ts";
import { lenientImport } from "../support/chain-page.ts";
import { openReview } from "../support/review.ts";

test("what a run of another terminal has changed is counted again", async () => {
  const database = await lenientImport();
  const { review } = await openReview(database);
  const before = await review.snapshot.read();
  expect(await review.snapshot.read()).toBe(before);
  await undo({ target: HMSYNC, database, run: review.run });
  const after = await review.snapshot.read();
  expect([before.standing.total.in, after.standing.total.in]).toEqual([95, 0]);
  expect(await review.snapshot.read()).toBe(after);
});
