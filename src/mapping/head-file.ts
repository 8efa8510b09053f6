import { trimText } from "../../shared/trim-text.ts";
import type { Alike } from "../plain/alike.ts";
import { SourceError, UsageError } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";
import { distinctNames } from "../source/column-names.ts";
import type { Understanding } from "../source/detect/understand.ts";
import { readHeader } from "../source/read-records.ts";
import { type OpenedTable, openTable } from "../source/read-table.ts";
import { hintsOf, settingsOf } from "../source/reading-settings.ts";
import type { SourceFile } from "../source/source-file.ts";
import { KEYS_AND_VALUES } from "../source/turn-records.ts";
import type { HeadedFile } from "./fit.ts";
import type { Mapping } from "./mapping.ts";

/** Letters that were made out with less than this are not trusted with patients' names. */
const SURE_OF_ENCODING = 0.6;

/**
 * Looks at a file of an export: how it is written, and which columns it names. What the mappings say
 * about the file overrules what is found; a row that names their columns is its header.
 *
 * @throws SourceError if it cannot be read, is empty or has no readable header
 */
export async function headFile(
  file: SourceFile,
  mappings: readonly Mapping[],
): Promise<HeadedFile> {
  // Several mappings are tried where none is named: they are the shipped ones, which say nothing of
  // files, so that all have what the flags say.
  const { rename = {}, turn, ...settings } = settingsOf(file.name, mappings[0]?.reading ?? {});
  const known = new Set([...mappings.flatMap(columnsOf), ...Object.keys(rename)]);
  const table = await openSurely(file, { ...hintsOf(settings), known });
  const plain = { ...table.dialect, blanks: "trim" as const, cells: "mended" as const };
  if (table.columns.length === 0) throw new EmptyFile(file);
  const named = plain.header !== "none";
  const names = named ? await readHeader(file, plain) : table.columns.map(trimText);
  const own = distinctNames(names);
  const header = turn === undefined ? own : KEYS_AND_VALUES;
  const dialect = turn === undefined ? plain : { ...plain, turned: own };
  const renamed = renameColumns(header, rename, file);
  const isRenamed = Object.keys(rename).length > 0;
  const asksHidden = file.isHidden === true && settings.hidden === undefined;
  const { understanding, notes = [] } = table;
  return { file, header: renamed, dialect, understanding, isRenamed, asksHidden, notes };
}

/** The same file, with what it has in common with others kept once. */
export const inCommon = (one: HeadedFile, alike: Alike): HeadedFile => ({
  ...one,
  header: alike.of(one.header),
  dialect: alike.of(one.dialect),
  understanding: alike.of(one.understanding),
  ...(one.notes && { notes: alike.of(one.notes) }),
});

/** The reason for which a mapping leaves a file out; undefined if it is read. */
export function leftOutBy(
  { name, isHidden }: SourceFile,
  mappings: readonly Mapping[],
): string | undefined {
  const { leaveOut, hidden } = settingsOf(name, mappings[0]?.reading ?? {});
  return leaveOut ?? (isHidden && hidden === "skip" ? "a hidden sheet" : undefined);
}

/** A file of corrected records has the new names already. */
function renameColumns(
  header: readonly string[],
  rename: Readonly<Record<string, string>>,
  { name }: SourceFile,
): readonly string[] {
  const lacking = Object.entries(rename).find(
    ([old, wanted]) => !header.includes(old) && !header.includes(wanted),
  );
  if (lacking !== undefined) {
    throw new UsageError(
      `${name} has no column "${lacking[0]}"${nearestHint(lacking[0], header)}.`,
      {
        cure: `Correct "rename" under "reading" in the mapping.`,
      },
    );
  }
  return header.map((column) =>
    Object.hasOwn(rename, column) ? (rename[column] ?? column) : column,
  );
}

function columnsOf({ entities }: Mapping): string[] {
  return Object.values(entities).flatMap(({ fields, ignore }) => [
    ...ignore.map(({ column }) => column),
    ...Object.values(fields).flatMap(({ columns }) => columns),
  ]);
}

/**
 * An 8-bit encoding that is not certain is not taken: the file is read as UTF-8, and each record that
 * is none says so.
 */
async function openSurely(
  file: SourceFile,
  hints: Parameters<typeof openTable>[1],
): Promise<OpenedTable> {
  const table = await openTable(file, hints);
  const { understanding } = table;
  if (understanding === undefined || !isDoubtful(understanding)) return table;
  const plain = await openTable(file, { ...hints, encoding: "utf-8" });
  if (plain.understanding === undefined) return plain;
  return { ...plain, understanding: { ...plain.understanding, encoding: doubted(understanding) } };
}

/** Where a person is asked, nothing is taken in its place. */
const isDoubtful = ({ encoding }: Understanding): boolean =>
  encoding.open === undefined &&
  !encoding.value.startsWith("utf-") &&
  encoding.confidence < SURE_OF_ENCODING;

function doubted({ encoding }: Understanding): Understanding["encoding"] {
  const percent = Math.round(encoding.confidence * 100);
  const evidence = `some bytes are not UTF-8, and may be ${encoding.value} (${percent} %): name the encoding under "reading" in the mapping`;
  return { value: "utf-8", confidence: 1 - encoding.confidence, evidence };
}

/** A file without anything in it. */
class EmptyFile extends SourceError {
  constructor({ name }: SourceFile) {
    super(`${name} is empty: it has no header line.`, {
      cure: "Export it again, or move it out of the folder.",
    });
  }
}

/**
 * A spreadsheet program gives every new workbook sheets that nobody fills: one is no part of the export, unless
 * a mapping names it, or the workbook has no other.
 */
export function isSpareSheet(
  { name, sheet }: SourceFile,
  error: unknown,
  mappings: readonly Mapping[],
): boolean {
  const files = mappings.flatMap(({ entities }) => Object.values(entities).map(({ file }) => file));
  const isNamed = files.some((one) => [one ?? []].flat().includes(name));
  return error instanceof EmptyFile && sheet !== undefined && name.includes("#") && !isNamed;
}

export const SPARE_SHEET = "an empty sheet";
