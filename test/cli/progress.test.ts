import { expect, test } from "vitest";
import { progressShower } from "../../src/cli/progress.ts";

interface Moment {
  /** Milliseconds since the start. */
  readonly at: number;
  /** Bytes read, of a thousand. */
  readonly bytes: number;
  readonly rejected?: number;
}

/** What is shown of a run of 1,000 bytes, a record each, at these moments. */
function shownAt(live: boolean, moments: readonly Moment[]): string[] {
  const shown: string[] = [];
  let now = 0;
  const show = progressShower(
    {
      live,
      width: 80,
      redraw: (text) => void shown.push(`redrawn ${text}`),
      narrate: (text) => void shown.push(`narrated ${text}`),
    },
    1_000,
    () => now,
  );
  for (const { at, bytes, rejected = 0 } of moments) {
    now = at;
    show({ entity: "visits", bytes, records: bytes, rejected });
  }
  return shown;
}

test("a terminal gets a bar with rate and time left, ten times a second at most", () => {
  const moments = [50, 100, 150, 2_000].map((at) => ({ at, bytes: at / 4 }));
  expect(shownAt(true, moments)).toEqual([
    "redrawn [#-----------------------] visits 2%  25 records  250/s  4 s left",
    "redrawn [############------------] visits 50%  500 records  250/s  2 s left",
  ]);
});

test("a pipe gets a plain line every five seconds, with what was rejected", () => {
  const moments = [100, 5_000, 6_000, 10_000].map((at) => ({ at, bytes: at / 100, rejected: 3 }));
  expect(shownAt(false, moments)).toEqual([
    "narrated visits 5%  50 records  10/s  3 rejected  1 min 35 s left",
    "narrated visits 10%  100 records  10/s  3 rejected  1 min 30 s left",
  ]);
});

test("the words go before the bar where there is no room for both", () => {
  const [line = ""] = shownAt(true, [{ at: 1_000_000, bytes: 123_456_789, rejected: 123_456_789 }]);
  expect(line).toMatch(/^redrawn visits 100% .* 0 s left$/);
  expect(line.length - "redrawn ".length).toBeLessThan(80);
});
