import fc from "fast-check";
import { expect, test } from "vitest";
import { runsOf } from "../support/at-night.ts";
import { checkRandomPair, type PairOutcome } from "../support/check-pair.ts";
import { Choices } from "../support/random-schema.ts";

// A sample; bench/fuzz-push.ts runs thousands.

test("a random push keeps what it must, converges, and is refused only for what the data are", async () => {
  const outcomes: PairOutcome[] = [];
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      outcomes.push(await checkRandomPair(new Choices(draw)));
    }),
    runsOf(200, 30),
  );
  const pushed = outcomes.filter(({ outcome }) => outcome === "pushed");
  expect(pushed.length).toBeGreaterThan(outcomes.length / 2);
});
