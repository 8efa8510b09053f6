import { trimText } from "../../../shared/trim-text.ts";
import { keyForm, partOf } from "../../mapping/cut-cell.ts";
import type { FieldMapping, LookedUp } from "../../mapping/field-mapping.ts";
import { findCells, type Lookup } from "../../mapping/lookup/lookups.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { partOfName } from "../../mapping/person-name.ts";

/** Texts that stand for an empty cell. */
export const nothingOf = (field: FieldMapping, entity: EntityMapping): ReadonlySet<string> =>
  new Set(["", ...entity.nullTokens, ...(field.nullTokens ?? [])]);

/** What the text of a field is made with, besides the cells. */
export interface TextMeans {
  readonly nothing: ReadonlySet<string>;
  readonly lookups?: readonly Lookup[] | undefined;
}

/** Compiles where the text of a field comes from: a constant, a cell, several cells that are joined, another file. */
export function fieldText(
  written: FieldMapping,
  header: readonly string[],
  means: TextMeans,
): (cells: readonly string[]) => string {
  const { take, cut = {} } = written;
  const { nothing } = means;
  const whole = wholeText(written, header, means);
  const part = partOf(cut);
  const form = keyForm(cut);
  const steps = [
    ...(part === undefined ? [] : [(text: string) => part(text) ?? ""]),
    ...(take === undefined ? [] : [(text: string) => partOfName(text, take)]),
    ...(form === undefined ? [] : [form]),
  ];
  if (steps.length === 0) return whole;
  return (cells) =>
    steps.reduce((text, step) => (nothing.has(text) ? text : step(text)), whole(cells));
}

/** All that the cells say, before a part of it is taken. */
export const wholeText = (
  written: FieldMapping,
  header: readonly string[],
  means: TextMeans,
): ((cells: readonly string[]) => string) =>
  written.from
    ? lookedUpText(written.from, written.join, { header, means })
    : joinedText(written, header, means.nothing);

function joinedText(
  { columns, join, value }: FieldMapping,
  header: readonly string[],
  nothing: ReadonlySet<string>,
): (cells: readonly string[]) => string {
  if (value !== undefined) return () => value;
  const at = columns.map((column) => header.indexOf(column));
  const [only] = at;
  if (at.length === 1 && only !== undefined) return (cells) => trimText(cells[only] ?? "");
  return (cells) =>
    at
      .map((position) => trimText(cells[position] ?? ""))
      .filter((part) => !nothing.has(part))
      .join(join);
}

/** Nothing if the key leads nowhere, or to several things. */
function lookedUpText(
  from: LookedUp,
  join: string,
  { header, means }: { readonly header: readonly string[]; readonly means: TextMeans },
): (cells: readonly string[]) => string {
  const { nothing, lookups } = means;
  const find = findCells(from, header, { lookups, nothing });
  return (cells) => {
    const found = find(cells);
    return typeof found === "string" ? "" : found.filter((part) => !nothing.has(part)).join(join);
  };
}
