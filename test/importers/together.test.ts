import fc from "fast-check";
import { expect, test } from "vitest";
import { overlapping } from "../../importers/together.ts";

interface Stay {
  readonly whose: number;
  readonly from: number;
  readonly days: number;
}

const stay = fc.record({
  whose: fc.integer({ min: 1, max: 3 }),
  from: fc.integer({ min: 10, max: 30 }),
  days: fc.integer({ min: 1, max: 9 }),
});

const overlaps = (one: Stay, other: Stay) =>
  one.whose !== other.whose &&
  one.from + one.days > other.from &&
  other.from + other.days > one.from;

test("of stays in their order, each is told that overlaps an earlier one of somebody else, and no other", () => {
  const holds = (all: readonly Stay[]) => {
    const stays = [...all].sort((one, other) => one.from - other.from);
    const compare = overlapping(
      ({ from, days }) => ({ from: String(from), until: String(Number(from) + Number(days)) }),
      "whose",
    );
    for (const [at, one] of stays.entries()) {
      const against = compare({ ...one }) as Stay | undefined;
      expect(against !== undefined).toBe(stays.slice(0, at).some((other) => overlaps(other, one)));
      if (against !== undefined) expect(overlaps(against, one)).toBe(true);
    }
  };
  fc.assert(fc.property(fc.array(stay, { maxLength: 12 }), holds), { numRuns: 300 });
});
