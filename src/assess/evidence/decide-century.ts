import type { Decision } from "../assessment.ts";
import type { ColumnRole } from "./column-role.ts";

/** No hospital kept records on computers before. */
const FIRST_RECORDS = 50;

/**
 * Decides up to which two-digit year the century is this one.
 *
 * @param years by two-digit year, how many cells have it
 * @param asOf `YYYY-MM-DD`
 */
export function decideCentury(
  years: Int32Array,
  { role, asOf }: { readonly role: ColumnRole | undefined; readonly asOf: string },
): Decision {
  const now = Number(asOf.slice(2, 4));
  const between = (from: number, to: number) =>
    years.slice(from, to).reduce((sum, count) => sum + count, 0);
  const all = between(0, 100);
  const upToNow = between(0, now + 1);
  const records = role === "past" || role === "date";
  // A year that is neither past nor of the time of computers may be an appointment's.
  const gap = role === "past" ? between(now + 1, FIRST_RECORDS) : 0;
  const open = role === undefined ? all : role === "birth" ? upToNow : gap;
  const ahead = role === "date" ? between(now + 1, FIRST_RECORDS) : 0;
  const young = records ? upToNow + ahead : 0;
  const old = role === undefined ? 0 : all - upToNow - ahead - gap;
  const last = ahead > 0 ? FIRST_RECORDS - 1 : now;
  return {
    subject: "centuryPivot",
    status: open === 0 ? "certain" : "undecided",
    readings: [
      { reading: "19YY", proves: old, fits: old + open },
      { reading: "20YY", proves: young, fits: young + open },
    ],
    undecided: open,
    unread: 0,
    evidence: `of ${all} two-digit years ${old} can only be 19YY, ${young} only 20YY, ${open} can be either`,
    options: open === 0 ? { pivot: last } : {},
  };
}
