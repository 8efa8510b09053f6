import { nearest, nearestHint } from "../plain/nearest.ts";
import type { Candidate } from "./candidates.ts";
import type { HeadedFile } from "./fit.ts";

// Files that were probably meant for an entity, and lack some of its columns.

/** A file that was probably meant for an entity, and why it does not fit. */
export interface NearMiss {
  readonly file: string;
  readonly entity: string;
  readonly obstacles: readonly string[];
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
function lookalikes({ fitted, entity }: Candidate, found: readonly Candidate[]): NearMiss[] {
  const known = new Set(found.flatMap(({ matched }) => matched));
  const unknown = fitted.unmapped.filter((column) => !known.has(column));
  const obstacles = fitted.absent.flatMap((column) => {
    const alike = nearest(column, unknown);
    return alike === undefined ? [] : [`column "${alike}" looks like "${column}"`];
  });
  const miss = { file: fitted.file.name, entity, obstacles, share: 1 };
  return obstacles.length === 0 ? [] : [miss];
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
  const obstacles = meant.missing.map(
    (column) => `column "${column}" is missing${nearestHint(column, meant.fitted.unmapped)}`,
  );
  return [{ file: one.file.name, entity: meant.entity, obstacles, share: share(meant) }];
}
