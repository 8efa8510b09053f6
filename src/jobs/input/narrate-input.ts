import { applicationOf, type Importer } from "../../../importers/define.ts";
import {
  type AsideColumn,
  columnsAside,
  decisionText,
  filledText,
  type UnmappedSettings,
} from "../../mapping/aside/aside.ts";
import { isToldWith } from "../../mapping/aside/of-record.ts";
import type { Fit, FittedFile, IgnoredFile } from "../../mapping/fit.ts";
import type { LookupFile } from "../../mapping/lookup/lookups.ts";
import { noteText } from "../../source/detect/reading-notes.ts";
import { fileNotes } from "../../source/file-notes.ts";
import type { Listener } from "../listener.ts";

/** Names what is not imported before anything is imported. */
export function narrateInput(
  fit: Fit,
  { note }: Pick<Listener, "note">,
  told: UnmappedSettings & { readonly verbose: boolean },
): void {
  for (const fitted of fit.files) {
    const lines = [
      ...(fitted.notes ?? []),
      ...readingLines(fitted),
      ...asideLines(
        columnsAside(fitted, fit.mapping, told).filter((column) => isToldWith(column, fitted)),
        fitted.importer,
      ),
      ...absentLines(fitted, told.verbose ? "all" : "lent"),
    ];
    for (const line of lines) note?.(`${fitted.file.name}: ${line}`);
  }
  for (const lookup of fit.lookups ?? []) note?.(lookupLine(lookup));
  for (const one of fit.ignored) note?.(`${one.name}: ${leftAloneText(one)}`);
}

const readingLines = (fitted: FittedFile): string[] =>
  (fileNotes(fitted) ?? [])
    .filter(({ plain }) => !plain)
    .map((note) => `${note.what} ${noteText(note)}`);

/** Columns that the file lacks: those that other files of its entity have, or all. */
function absentLines({ absent, lent = [] }: FittedFile, which: "lent" | "all"): string[] {
  const nowhere = absent.filter((column) => !lent.includes(column));
  return [
    ...(lent.length > 0
      ? [
          `lacks the columns ${lent.join(", ")} that other files of its entity have: empty in its records`,
        ]
      : []),
    ...(nowhere.length > 0 && which === "all" ? [`has no column ${nowhere.join(", ")}`] : []),
  ];
}

/** What becomes of the columns of a file that no field is filled from. */
export function asideLines(
  aside: readonly AsideColumn[],
  importer: Importer,
  cells?: ReadonlyMap<string, number>,
): string[] {
  const counted = (name: string) =>
    cells?.has(name) ? ` (${filledText(cells.get(name) ?? 0)})` : "";
  const kept = aside.filter(({ fate }) => fate === "kept").map(({ name }) => name + counted(name));
  const left = aside
    .filter(({ fate }) => fate === "left out")
    .map((one) => `${one.name}${counted(one.name)} (${decisionText(one)})`);
  return [
    ...(kept.length > 0
      ? [
          `no column of its own in ${applicationOf([importer])}, kept in the ledger: ${kept.join(", ")}`,
        ]
      : []),
    ...(left.length > 0 ? [`left out: ${left.join(", ")}`] : []),
  ];
}

export function leftAloneText({ reason, held }: IgnoredFile): string {
  const what = held ? `; ${held.records} records, ${filledText(held.cells)}` : "";
  return `left alone (${reason}${what})`;
}

export function lookupLine({ file, records, fields, unread, leftOut }: LookupFile): string {
  const lost =
    unread.count === 0
      ? []
      : [`${unread.count} cannot be read and will not be found: lines ${unread.lines.join(", ")}`];
  const left = leftOut.map(({ column, cells }) => `${column} (${filledText(cells)})`);
  const parts = [
    `${records} records, in which ${fields.join(", ")} ${fields.length === 1 ? "is" : "are"} looked up`,
    ...lost,
    ...(left.length > 0 ? [`not used: ${left.join(", ")}`] : []),
  ];
  return `${file.name}: ${parts.join("; ")}`;
}
