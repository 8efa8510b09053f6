import { branchAt, branchesAt, type Part, takeText, textAt } from "../taking.ts";
import type { Branch } from "../tree.ts";

// Columns that a value without parts fills.

/** The text at a path. */
export const plain = (column: string, path = column): Part => ({
  columns: [column],
  take: ({ resource }) => [takeText(resource, path)],
});

/** The first text that one of several paths leads to: a choice of types, `value[x]`. */
export const either = (column: string, ...paths: readonly string[]): Part => ({
  columns: [column],
  take: ({ resource }) => [takeFirst(resource, paths)],
});

export function takeFirst(resource: Branch, paths: readonly string[]): string {
  const path = paths.find((one) => textAt(resource, one) !== "");
  return path === undefined ? "" : takeText(resource, path);
}

/** The texts of annotations, one below the other; who wrote them and when stays. */
export const notes = (column = "note", path = "note"): Part => ({
  columns: [column],
  take: ({ resource }) => [
    branchesAt(resource, path)
      .map((note) => takeText(note, "text"))
      .filter((text) => text !== "")
      .join("\n"),
  ],
});

/** What `export:fhir` wrote of a column that FHIR has no element for. */
export const ours = (...fields: readonly string[]): Part => ({
  columns: fields.map((field) => `hmsync.${field}`),
  take: ({ resource }) => fields.map((field) => takeOurs(resource, field)),
});

/** What extensions of ours are called: no address, as nobody else is to look one up. */
export const OUR_EXTENSION = "urn:hmsync:";

function takeOurs(resource: Branch, field: string): string {
  const found = branchesAt(resource, "extension").find(
    (one) => textAt(one, "url") === `${OUR_EXTENSION}${field}`,
  );
  if (found === undefined) return "";
  const text = takeFirst(found, ["valueString", "valueBoolean", "valueDecimal", "valueDate"]);
  takeText(found, "url");
  return text;
}

/** A date or a moment, and the same as it is written where that says more than the day and the minute. */
export const moment = (column: string, ...paths: readonly string[]): Part => ({
  columns: [column, `${column}.date`, `${column}.time`],
  take: ({ resource }) => {
    const all = paths.length === 0 ? [column] : paths;
    const path = all.find((one) => textAt(resource, one) !== "") ?? column;
    const clock = ourTime(resource, path);
    const [written, date, time] = momentCells(takeText(resource, path));
    return [written, date, time || clock];
  },
});

/** The time of day that `export:fhir` writes beside a day: rows have no zone, which FHIR asks for. */
function ourTime(resource: Branch, path: string): string {
  const beside = branchAt(resource, path.replace(/[^.]+$/, "_$&"));
  return beside === undefined ? "" : takeOurs(beside, "time");
}

const MOMENT = /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T(\d{2}:\d{2})(:00(?:\.0+)?)?)?$/;
const START = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/;

/**
 * A `dateTime` of FHIR: of its day and time those that the clock on the spot showed, as it is written. What else it says
 * (seconds, the zone) stands in the first cell, and so does what is none.
 */
export function momentCells(written: string): readonly [string, string, string] {
  const [, date, time = ""] = MOMENT.exec(written) ?? [];
  if (date !== undefined) return ["", date, time];
  const [, day = written, clock = ""] = START.exec(written) ?? [];
  return [written, day, clock];
}
