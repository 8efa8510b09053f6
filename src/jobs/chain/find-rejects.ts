import type { WantedCell } from "../../chain/corrections/wanted.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { CorrectionDesk } from "./correct.ts";

/** How people name rejected records: by legacy id, by place, or by what a cell holds. */
export interface NamedRejects {
  readonly entity: string;
  readonly legacyId?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/**
 * The rejected records of an id or a place.
 *
 * @throws UsageError if there is none
 */
export function findRejects({ index }: CorrectionDesk, named: NamedRejects): Reject[] {
  const { entity, legacyId, file, line } = named;
  if (index.columns(entity).length === 0) {
    const known = [...new Set(index.facets({}).entity.map(({ key }) => key))].join(", ");
    throw new UsageError(`There are no rejected records of ${entity}.`, {
      cure: known === "" ? "See  hmsync import:status" : `There are some of ${known}.`,
    });
  }
  const isMeant = (one: Reject) =>
    (file === undefined || one.file === file) && (line === undefined || one.line === line);
  const found =
    legacyId === undefined
      ? atPlace(index.page({ entity }, { size: Number.MAX_SAFE_INTEGER }), isMeant)
      : index.withId(entity, legacyId).filter(isMeant);
  const own = found.filter((one) => legacyId === undefined || one.was !== undefined);
  if (own.length > 0) return own;
  throw new UsageError(
    `No rejected record of ${entity} is ${legacyId === undefined ? "there" : "called so"}.`,
    {
      cure: "Check its number, or name its place with --file and --line. import:trace tells what became of a record.",
    },
  );
}

const atPlace = (all: readonly Reject[], isMeant: (one: Reject) => boolean): Reject[] =>
  all.filter(isMeant);

/** @throws DecisionNeeded that lists the places, if several records are meant */
export function onlyReject(desk: CorrectionDesk, named: NamedRejects): Reject {
  const found = findRejects(desk, named);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const places = found.slice(0, MOST_PLACES).map(({ file, line }) => `  ${file} line ${line}`);
  const more = found.length > MOST_PLACES ? [`  ... and ${found.length - MOST_PLACES} more`] : [];
  throw new DecisionNeeded(
    [`${found.length} rejected records of ${named.entity} are meant:`, ...places, ...more],
    { cure: "Say which with --file and --line." },
  );
}

const MOST_PLACES = 10;

/** The records of an entity that hold a text in a column. @throws UsageError if there is no such column */
export function rejectsHolding(
  { index }: CorrectionDesk,
  { entity, column, text }: Readonly<Record<"entity" | "column" | "text", string>>,
): { readonly at: number; readonly records: readonly number[] } {
  const found = index.columns(entity).find(({ name }) => name === column);
  if (found === undefined)
    throw noColumn(
      index.columns(entity).map(({ name }) => name),
      column,
    );
  return { at: found.at, records: index.sameValue({ entity }, found, text) };
}

/** Cells by the names of their columns. @throws UsageError if its file has no such column */
export function cellsOf(
  { keys, index }: CorrectionDesk,
  reject: Reject,
  values: readonly (readonly [column: string, value: string])[],
): WantedCell[] {
  return values.map(([column, value]) => {
    const at = keys.placeOf(reject, column);
    if (at < 0)
      throw noColumn(
        index.columns(reject.entity).map(({ name }) => name),
        column,
      );
    return { at, value };
  });
}

const noColumn = (names: readonly string[], column: string): UsageError =>
  new UsageError(`There is no column ${column}.`, { cure: `Name one of ${names.join(", ")}.` });
