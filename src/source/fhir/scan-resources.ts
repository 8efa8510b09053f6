import { ANY, countLines, PlaceFinder, withLines } from "../json/scan-place.ts";
import type { Dialect } from "../record.ts";
import { scanRecords } from "../scan-records.ts";
import type { Scan, ScannedWindow, ScanState, Span } from "../span.ts";
import { type FhirLayout, LONGEST_RESOURCE } from "./fhir-place.ts";

/** Where a text that is no line of its own has its resources. */
const PATHS: Readonly<Record<Exclude<FhirLayout, "lines">, readonly (string | number)[]>> = {
  list: [0],
  values: [],
  bundle: [ANY, "entry"],
};

/** What has been found of a file so far. */
const FINDERS = new WeakMap<ScanState, PlaceFinder>();

/** Finds the resources of a text, whatever they are; those of a bundle with the entry around them. */
export const scanResources = (layout: FhirLayout) =>
  layout === "lines"
    ? scanLines
    : (window: Buffer, state: ScanState, { atEnd }: Pick<Scan, "atEnd">): ScannedWindow => {
        const finder = FINDERS.get(state) ?? new PlaceFinder(PATHS[layout], LONGEST_RESOURCE);
        FINDERS.set(state, finder);
        finder.found.length = 0;
        const consumed = finder.walker.walk(window, { atEnd });
        const spans = finder.found.map(({ start, end, isTooLong }): Span => {
          const flaw = isTooLong ? ("too-long" as const) : undefined;
          return { start, end, line: 0, flaw, padded: false };
        });
        const placed = withLines(spans, { window, state });
        countLines(window.subarray(placed.at(-1)?.start ?? 0, consumed), state);
        return { spans: placed, skipped: [], consumed };
      };

/** A line ends at its line end, whatever quotes it has. */
const unquoted = (dialect: Dialect): Dialect => ({ ...dialect, quote: "", quoteEscape: "" });

const scanLines = (window: Buffer, state: ScanState, scan: Scan): ScannedWindow =>
  scanRecords(window, state, {
    ...scan,
    dialect: unquoted(scan.dialect),
    longest: LONGEST_RESOURCE,
  });

/** Whether a file has ended in the middle of a value. */
export const isOpenResource = (state: ScanState): boolean =>
  FINDERS.get(state)?.walker.isOpen === true;
