import { UsageError } from "../plain/errors.ts";
import { REJECT_COLUMNS, type RejectColumn } from "./reject-columns.ts";
import { bareCell, type CorrectionSheet } from "./sheet.ts";

/** Where the columns stand in a file of corrections; -1 where it does not have one of ours. */
export interface MatchedHeader {
  readonly own: Readonly<Record<(typeof REJECT_COLUMNS)[number], number>>;
  /** Of each column of the entity. */
  readonly data: readonly number[];
  /** Columns that were added. */
  readonly added: readonly { readonly at: number; readonly name: string }[];
  readonly notes: readonly string[];
}

/**
 * Finds the columns of a file of corrections by their names, in whatever order they are.
 *
 * @param columns those of the entity
 * @throws UsageError if one is missing that cannot be done without
 */
export function matchHeader(
  { name, header }: Pick<CorrectionSheet, "name" | "header">,
  columns: readonly RejectColumn[],
): MatchedHeader {
  const taken = new Set<number>();
  const find = (wanted: string, nth = 0): number => {
    let left = nth;
    const at = header.findIndex((cell, place) => {
      return !taken.has(place) && sameName(cell, wanted) && left-- === 0;
    });
    return at;
  };
  const take = (wanted: string) => {
    const at = find(wanted);
    if (at >= 0) taken.add(at);
    return at;
  };
  const own = Object.fromEntries(REJECT_COLUMNS.map((one) => [one, take(one)]));
  // Nameless columns are found by their order too, but not where a row merely is wider.
  const data = columns.map((one) => take(one.name));
  const missing = columns.filter((_, at) => data[at] === -1).map((one) => one.name);
  const added = header.flatMap((cell, at) => {
    return taken.has(at) ? [] : [{ at, name: bareCell(cell) }];
  });
  const lacks = own["_record"] === -1 ? ["_record", ...missing] : missing;
  if (lacks.length > 0) throw lacksColumns(name, lacks, added);
  return {
    own: own as MatchedHeader["own"],
    data,
    added,
    notes: headerNotes(header, { own, data, columns }),
  };
}

const sameName = (cell: string, wanted: string): boolean =>
  cell === wanted || bareCell(cell).normalize("NFC") === bareCell(wanted).normalize("NFC");

function lacksColumns(
  name: string,
  missing: readonly string[],
  added: MatchedHeader["added"],
): UsageError {
  const list = (names: readonly string[]) => names.map((one) => `"${one}"`).join(", ");
  const others = added.map((one) => one.name).filter((one) => one !== "");
  const renamed = others.length === 0 ? "" : `; it has ${list(others)}, which is new`;
  return new UsageError(`${name} lacks the column ${list(missing)}${renamed}.`, {
    cure: "Correct only cells and keep the header, which the folder originals/ of the report has.",
  });
}

function headerNotes(
  header: readonly string[],
  {
    own,
    data,
    columns,
  }: {
    own: Readonly<Record<string, number>>;
    data: readonly number[];
    columns: readonly RejectColumn[];
  },
): string[] {
  const gone = REJECT_COLUMNS.filter((one) => own[one] === -1);
  const order = [...REJECT_COLUMNS.map((one) => own[one] ?? -1), ...data].filter((at) => at >= 0);
  const isMoved = order.some((at, nth) => nth > 0 && at < (order[nth - 1] ?? 0));
  const renamed = data.some((at, nth) => header[at] !== columns[nth]?.name);
  return [
    ...(gone.length > 0 ? [`no longer has the column ${gone.join(", ")}; it is not needed`] : []),
    ...(isMoved ? ["its columns are in another order; they were found by their names"] : []),
    ...(renamed ? ["spaces around the names of columns are ignored"] : []),
  ];
}
