import { trimText } from "../../../shared/trim-text.ts";
import { isHeadless } from "../../mapping/is-headless.ts";
import type { Pause } from "../../plain/breath.ts";
import type { CellKind, ColumnProfile, FileProfile } from "../assessment.ts";
import { isNullToken } from "../profile/cell-look.ts";
import { tableRecords } from "../profile/profile-file.ts";
import { soundsLikeKey, subjectOf } from "./header-words.ts";
import type { ValueSpill } from "./value-spill.ts";

/** How the values of a column are told apart: what is written differently is never compared. */
export type ValueClass = "digits" | "code" | "uuid" | "text";

/** A column whose values are looked at one by one. */
export interface Spot {
  /** Its number among all. */
  readonly spot: number;
  readonly file: FileProfile;
  readonly column: ColumnProfile;
  readonly written: ValueClass;
  /** What its name says that it is about; nothing if the name was made up. */
  readonly subject: readonly string[];
}

/** Longer values are prose. */
const LONGEST = 64;
/** Words are taken for keys where they are few, or hardly ever the same. */
const FEW_WORDS = 10_000;
const HARDLY_REPEATED = 0.98;

/** The columns of files that may be keys or point to some. */
export function findSpots(files: readonly FileProfile[]): Spot[] {
  const found = files.flatMap((file) => file.columns.map((column) => ({ file, column })));
  return found
    .flatMap(({ file, column }) => {
      const written = valueClass(column);
      return written === undefined
        ? []
        : [{ file, column, written, subject: subjectIn(file, column) }];
    })
    .map((one, spot) => ({ ...one, spot }));
}

/** A file without a header has no names, but numbers. */
const subjectIn = ({ headed }: FileProfile, { header }: ColumnProfile): readonly string[] =>
  isHeadless(headed) ? [] : subjectOf(header);

/** Cells that hold something. */
export const presentIn = ({ kinds }: ColumnProfile): number =>
  Object.values(kinds).reduce((sum, count) => sum + count, 0);

function valueClass(column: ColumnProfile): ValueClass | undefined {
  const present = presentIn(column);
  if (present === 0 || column.lengths.max > LONGEST) return undefined;
  const share = (...kinds: CellKind[]) =>
    kinds.reduce((sum, kind) => sum + (column.kinds[kind] ?? 0), 0) / present;
  if (share("uuid") > 0.5) return "uuid";
  if (share("integer") > 0.5) return "digits";
  if (share("code", "phone", "integer") > 0.5) return "code";
  if (share("text", "code", "boolean") < 0.5) return undefined;
  const few = column.distinct.exact && column.distinct.count <= FEW_WORDS;
  const key = soundsLikeKey(column.header) || column.distinct.count > HARDLY_REPEATED * present;
  return few || key ? "text" : undefined;
}

/** Reads a file once more and takes down the values of its spots. */
export async function spillFile(
  { headed }: FileProfile,
  spots: readonly Spot[],
  { spill, pause }: { readonly spill: ValueSpill; readonly pause: Pause },
): Promise<void> {
  for await (const group of tableRecords(headed)) {
    await pause();
    for (const { cells, line } of group) {
      for (const { spot, column } of spots) {
        const value = trimText(cells[column.position] ?? "");
        if (value !== "" && !isNullToken(value)) spill.add(spot, value, line);
      }
    }
  }
}
