import { expect, test } from "vitest";
import { numberingOf } from "../../importers/numbering.ts";

const of = () => null;
const declared = (format: string) => numberingOf<{ no?: string }>({ column: "no", format, of });

test.each([
  ["PT-{year}-{n:5}", "year", "2024", "PT-2024-00017"],
  ["{yy}/{n}", "year", "2024", "24/17"],
  ["PAY-{yy}{month}-{n:4}", "month", "2024-03", "PAY-2403-0017"],
  ["{n:3}.{month}.{year}", "month", "2024-03", "017.03.2024"],
  ["R{n:2}", "table", "", "R17"],
] as const)("%s counts by the %s", (...known) => {
  const [pattern, per, period, written] = known;
  const numbering = declared(pattern);
  expect(numbering.per).toBe(per);
  expect(numbering.format(period, 17)).toBe(written);
});

test.each(["PT-{year}", "{n}-{n}", "{month}-{n}", "{n:x}", "{day}-{n}"])(
  "%s is no pattern of numbers",
  (pattern) => {
    expect(() => declared(pattern)).toThrow(TypeError);
  },
);

test("a function says how numbers are written, and per where counting begins anew", () => {
  const format = (period: string, n: number) => `${period}#${n}`;
  expect(numberingOf<{ no?: string }>({ column: "no", per: "table", format, of })).toMatchObject({
    per: "table",
    format,
  });
});
