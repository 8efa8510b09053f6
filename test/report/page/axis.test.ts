import { expect, test } from "vitest";
import { barUnit, countTicks, ticksAlong } from "../../../src/report/page/axis.ts";

const bars = (labels: readonly string[]) => labels.map((label) => ({ label, count: 7 }));
const labels = (ticks: ReturnType<typeof ticksAlong>) => ticks.map(({ label }) => label);
const months = (first: number, count: number) =>
  bars(
    Array.from({ length: count }, (_, nth) => {
      const at = first + nth;
      return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    }),
  );
const spans = (from: number, step: number, count: number) =>
  bars(
    Array.from({ length: count }, (_, nth) => `${from + nth * step} to ${from + (nth + 1) * step}`),
  );

test.each([
  [1, 4, ["0", "1"]],
  [3, 2, ["0", "2", "4"]],
  [27, 4, ["0", "10", "20", "30"]],
  [301, 4, ["0", "100", "200", "300", "400"]],
  [1_234_567, 2, ["0", "1,000,000", "2,000,000"]],
])("up to %i records in %i steps at most", (most, steps, expected) => {
  expect(countTicks(most, steps).map(({ label }) => label)).toEqual(expected);
});

test("months are marked where a year begins, or one by one where there is room", () => {
  const wide = ticksAlong(months(2023 * 12 + 1, 37), "days", 300);
  expect(labels(wide)).toEqual(["2024", "2025", "2026"]);
  expect(wide[0]?.at).toBe(11);
  expect(labels(ticksAlong(months(2023 * 12 + 1, 3), "days", 300))).toEqual([
    "2023-02",
    "2023-03",
    "2023-04",
  ]);
});

test("years stand below their bars, decades and spans where they begin", () => {
  const years = ticksAlong(bars(["2021", "2022", "2023"]), "days", 300);
  expect([labels(years), years[0]?.at]).toEqual([["2021", "2022", "2023"], 0.5]);
  const decades = ticksAlong(bars(["1980s", "1990s", "2000s", "2010s"]), "days", 300);
  expect([labels(decades), decades[0]?.at]).toEqual([["1980", "1990", "2000", "2010", "2020"], 0]);
  const odd = ticksAlong(bars(["2011 to 2012", "2013 to 2014", "2015 to 2016"]), "days", 300);
  expect(labels(odd)).toEqual(["2011", "2013", "2015", "2017"]);
});

test("numbers are marked at round ones; what lies far out has no mark of its own", () => {
  expect(labels(ticksAlong(spans(0, 50, 40), "numbers", 220))).toEqual([
    "0",
    "500",
    "1000",
    "1500",
    "2000",
  ]);
  const far = [
    { label: "before 20", count: 2 },
    ...spans(20, 5, 8),
    { label: "from 60", count: 3 },
  ];
  const ticks = ticksAlong(far, "numbers", 220);
  expect(labels(ticks)).toEqual(["20", "30", "40", "50", "60"]);
  expect([ticks[0]?.at, ticks.at(-1)?.at]).toEqual([1, 9]);
  expect(labels(ticksAlong(spans(-0.2, 0.1, 4), "numbers", 220)).length).toBeGreaterThan(1);
});

test.each([60, 110, 240, 600])(
  "in %i pixels no label is wider than the room between two marks",
  (width) => {
    for (const [some, kind] of [
      [months(24_000, 40), "days"],
      [spans(100_000, 1_000, 40), "numbers"],
      [bars(["08:00", "09:00", "10:00"]), "hours"],
    ] as const) {
      const [first, second, ...more] = ticksAlong(some, kind, width);
      const room = ((second?.at ?? 0) - (first?.at ?? 0)) * (width / some.length);
      if (more.length > 0) expect(room).toBeGreaterThan((first?.label.length ?? 0) * 6);
      expect(first).toBeDefined();
    }
  },
);

test.each([
  [months(24_000, 3), "days", "records by month"],
  [bars(["2021", "2022"]), "days", "records by year"],
  [bars(["1980s", "1990s"]), "days", "records by decade"],
  [spans(0, 50, 3), "numbers", "records by value, in steps of 50"],
  [bars(["1", "2"]), "numbers", "records by value"],
  [bars(["08:00", "09:00"]), "hours", "records by hour"],
] as const)("%j", (some, kind, unit) => {
  expect(barUnit(some, kind)).toBe(unit);
});
