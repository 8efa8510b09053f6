import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import { MONTH_LANGUAGES, type MonthLanguage } from "../../../importers/convert/month-names.ts";
import { CODE_WORDS } from "../../../importers/vocabulary/code-words.ts";
import type { ColumnRole } from "../../../src/assess/evidence/column-role.ts";
import { ColumnObserver } from "../../../src/assess/evidence/observe-column.ts";
import { casesOf } from "../../support/at-night.ts";
import { converter, outcomeOf } from "../../support/convert.ts";
import { writeDay } from "../../support/write-day.ts";

const AS_OF = "2026-01-14";

/** Every format that hospitals are known to write days in. */
const FORMATS = casesOf(
  [
    ...["DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "DD/MM/YY", "YY/MM/DD", "ExcelSerial"],
    ...["D MMM YYYY", "YYYY-MM-DDTHH:mm:ss.SSSZ", "MM/DD/YYYY h:mm A", "YYYYMMDD"],
    ...["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.M.D", "DDMMYYYY", "MMDDYYYY", "M/D/YYYY"],
    ...["DD-MM-YYYY", "MM-DD-YYYY", "DD.MM.YYYY", "D. M. YYYY", "DD MM YYYY", "MM/DD/YY"],
    ...["DD.MM.YY", "DD-MMM-YYYY", "MMM D, YYYY", "DD-MMM-YY", "D MMMM YYYY", "YYYY-MMM-DD"],
    ...["YYYY-MM-DD HH:mm:ss", "YYYY-MM-DDTHH:mm:ssZ", "DD/MM/YYYY HH:mm", "D/M/YYYY, H:mm"],
    ...["dddd, D MMMM YYYY", "YYYY年M月D日", "YYYYMMDDHHmmss", "ExcelSerial1904"],
  ],
  10,
);

const ROLES: readonly { role: ColumnRole | undefined; from: string; to: string }[] = [
  { role: undefined, from: "1930-01-01", to: "2026-12-31" },
  { role: "birth", from: "1927-01-01", to: AS_OF },
  { role: "past", from: "1990-01-01", to: AS_OF },
  { role: "date", from: "1995-01-01", to: "2027-12-31" },
];

/** Days, many or few, wide apart or close together. */
const days = (from: string, to: string): fc.Arbitrary<string[]> => {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return fc
    .record({
      start: fc.integer({ min: 0, max: Math.floor((last - first) / 86_400_000) }),
      spread: fc.constantFrom(1, 11, 60, 800, 40_000),
      count: fc.integer({ min: 1, max: 60 }),
      seeds: fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 }),
    })
    .map(({ start, spread, count, seeds }) =>
      seeds.slice(0, count).map((seed) => {
        const at = first + (start + (seed % spread)) * 86_400_000;
        return new Date(Math.min(at, last)).toISOString().slice(0, 10);
      }),
    );
};

/** What the column's own decisions make of its cells; nothing where they leave it open. */
function decided(cells: readonly string[], role: ColumnRole | undefined) {
  const observer = new ColumnObserver({ asOf: AS_OF, codeWords: CODE_WORDS });
  for (const cell of cells) observer.add(cell);
  const found = observer.result(role).filter(({ subject }) => subject !== "nullTokens");
  if (found.length === 0 || found.some(({ status }) => status === "undecided")) return undefined;
  if (found[0]?.subject !== "dateFormat") return undefined;
  return Object.assign({}, ...found.map(({ options }) => options)) as Record<string, unknown>;
}

describe("a column that is written in one format", () => {
  test.each(FORMATS)("%s is decided right, or left undecided", (format) => {
    for (const { role, from, to } of ROLES) {
      fc.assert(
        fc.property(days(from, to), (column) => {
          const cells = column.map((day) => writeDay(day, format));
          const options = decided(cells, role);
          if (options === undefined) return;
          const read = converter(date(), options, { timeZone: "UTC" });
          expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual(column);
        }),
        { seed: 6, numRuns: 20 },
      );
    }
  });

  test.each(FORMATS.filter((format) => !/YY(?!YY)|Excel/.test(format.replace("YYYY", ""))))(
    "%s is decided where a day is over 12, whatever the column is taken for",
    (format) => {
      const column = ["2024-03-25", "2023-11-02", "2019-12-31", "2020-02-29"];
      const cells = column.map((day) => writeDay(day, format));
      const read = converter(date(), decided(cells, "past") ?? {}, { timeZone: "UTC" });
      expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual(column);
    },
  );
});

describe("a column that is written in two formats", () => {
  const pairs = casesOf(
    [
      ["DD/MM/YYYY", "YYYY-MM-DD"],
      ["MM/DD/YYYY", "YYYY-MM-DD HH:mm:ss"],
      ["D/M/YYYY", "D MMM YYYY"],
      ["DD.MM.YYYY", "DD/MM/YYYY"],
      ["MM/DD/YYYY", "DD-MM-YYYY"],
      ["YYYYMMDD", "DD/MM/YYYY"],
      ["DD/MM/YY", "DD/MM/YYYY"],
    ] as const,
    4,
  );

  test.each(pairs)("%s beside %s is decided right, or left undecided", (one, other) => {
    fc.assert(
      fc.property(days("1960-01-01", AS_OF), (column) => {
        const cells = column.map((day, at) => writeDay(day, at % 3 === 0 ? other : one));
        const options = decided(cells, "past");
        if (options === undefined) return;
        const read = converter(date(), options, { timeZone: "UTC" });
        expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual(column);
      }),
      { seed: 6, numRuns: 40 },
    );
  });
});

test("where cells prove both orders, those that fit both are never decided", () => {
  fc.assert(
    fc.property(days("1960-01-01", AS_OF), days("1960-01-01", AS_OF), (some, others) => {
      const cells = [
        ...[...some, "2024-03-25"].map((day) => writeDay(day, "DD/MM/YYYY")),
        ...[...others, "2024-03-26"].map((day) => writeDay(day, "MM/DD/YYYY")),
      ];
      const options = decided(cells, "past");
      const open = [...some, ...others].filter((day) => Number(day.slice(-2)) <= 12);
      const differ = open.filter((day) => day.slice(5, 7) !== day.slice(8));
      expect(options === undefined).toBe(differ.length > 0);
    }),
    { seed: 6, numRuns: 40 },
  );
});

test.each(casesOf(MONTH_LANGUAGES, 6))("months in %s are read as they are meant", (language) => {
  const column = Array.from(
    { length: 12 },
    (_, at) => `2024-${String(at + 1).padStart(2, "0")}-25`,
  );
  const cells = column.map((day) => writeDay(day, "D MMMM YYYY", language as MonthLanguage));
  const read = converter(date(), decided(cells, "past") ?? {});
  expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual(column);
});
