import type { Ask } from "../plain/ask.ts";
import { nearest, nearestHint } from "../plain/nearest.ts";
import type { Candidate } from "./candidates.ts";
import { askForColumn, leavingOut } from "./column-choices.ts";
import type { HeadedFile } from "./fit.ts";

// Files that were probably meant for an entity, and lack some of its columns.

/** A file that was probably meant for an entity, and why it does not fit. */
export interface NearMiss {
  readonly file: string;
  readonly entity: string;
  readonly obstacles: readonly string[];
  /** The same as questions that keys of the mapping answer. */
  readonly asks: readonly Ask[];
  /** The share of its needed columns that the file has. */
  readonly share: number;
}

/** From this share of its needed columns on, a file was probably meant for the entity. */
export const MEANT = 0.5;

/** What keeps a file from being what it was probably meant to be, or one of those that the mapping says. */
export function missesOf(
  one: HeadedFile,
  candidates: readonly Candidate[],
  found: readonly Candidate[],
): NearMiss[] {
  if (found.length === 0) return nearMiss(one, candidates);
  const lacking = candidates.filter(({ named, missing }) => named && missing.length > 0);
  return [
    ...found.flatMap((each) => lookalikes(each, found)),
    ...lacking.flatMap((each) => nearMiss(one, [each])),
  ];
}

/** Columns that the mapping leaves optional, and the file has under a name that looks alike. */
function lookalikes({ fitted, entity }: Candidate, others: readonly Candidate[]): NearMiss[] {
  const known = new Set(others.flatMap(({ matched }) => matched));
  const unknown = fitted.unmapped.filter((column) => !known.has(column));
  const file = fitted.file.name;
  const found = fitted.absent.flatMap((column) => {
    const alike = nearest(column, unknown);
    if (alike === undefined) return [];
    const what = `column "${alike}" looks like "${column}"`;
    const misfit = { entity, mapping: fitted.mapping, says: `${file}: ${what}`, instead: [alike] };
    return { what, asks: askForColumn(column, misfit, [leavingOut(entity, alike)]) };
  });
  if (found.length === 0) return [];
  const obstacles = found.map(({ what }) => what);
  return [{ file, entity, obstacles, asks: found.flatMap(({ asks }) => asks), share: 1 }];
}

/** `bill_items` and `Bill Items` are called like billItems. */
const lettersOf = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, "");

function nearMiss(one: HeadedFile, candidates: readonly Candidate[]): NearMiss[] {
  const share = ({ missing, needed }: Candidate) => 1 - missing.length / needed;
  // A sheet or a table is named behind the file that it is in.
  const [, part] = /#(?:.*\.)?(.+)$/.exec(one.file.name) ?? [];
  const stem = lettersOf(part ?? one.file.name.replace(/\.[^.]*$/, ""));
  const meant = candidates
    .filter((each) => each.named || lettersOf(each.entity) === stem || share(each) >= MEANT)
    .sort((a, b) => share(b) - share(a))[0];
  if (meant === undefined) return [];
  const { entity, missing, fitted } = meant;
  const { unmapped: instead, mapping } = fitted;
  const file = one.file.name;
  const obstacles = missing.map(
    (column) => `column "${column}" is missing${nearestHint(column, instead)}`,
  );
  const asks = missing.flatMap((column, at) =>
    askForColumn(column, { entity, mapping, instead, says: `${file}: ${obstacles[at]}` }),
  );
  return [{ file, entity, obstacles, asks, share: share(meant) }];
}
