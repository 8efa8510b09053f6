import { countingOf } from "../../../importers/convert/counted-moment.ts";
import { TURNED } from "../../../importers/convert/turned-format.ts";
import type { Reading } from "../assessment.ts";

/** More combinations are not told apart by other columns. */
const MOST = 16;

/** Formats that are alike but for the order of day, month and year. */
export function withoutOrder(format: string): string {
  if (countingOf(format) !== undefined) return "C";
  return format
    .replace(TURNED, "")
    .replace(/ExcelSerial(?:1904)?/, "E")
    .replace(/(?<!M)M{1,2}(?!M)|D{1,2}(?!o)|(?<!Y)YY(?!Y)/g, "n");
}

/**
 * The formats that a mapping may say of an open column, each a list of one for every layout that its
 * cells have; empty if there are too many.
 */
export function candidateFormats(readings: readonly Reading[]): string[][] {
  const byShape = new Map<string, string[]>();
  for (const { reading, fits } of readings) {
    if (fits === 0) continue;
    const shape = withoutOrder(reading);
    byShape.set(shape, [...(byShape.get(shape) ?? []), reading]);
  }
  let combined: string[][] = [[]];
  for (const formats of byShape.values()) {
    combined = combined.flatMap((before) => formats.map((format) => [...before, format]));
    if (combined.length > MOST) return [];
  }
  return combined;
}

/** As a mapping's `format` says it. */
export const writtenFormat = (formats: readonly string[]): string | readonly string[] =>
  formats.length === 1 ? (formats[0] ?? "") : formats;
