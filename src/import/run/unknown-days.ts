import { UNHEARD } from "../../../importers/convert/unheard.ts";
import type { Cell, Field, FieldContext } from "../../../importers/define.ts";
import type { PlaceholderDays } from "../../digest/placeholder-days.ts";
import { type SuspectDays, suspecting, suspectsOf } from "../../digest/source-figures.ts";
import type { FieldMapping } from "../../mapping/field-mapping.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { recordsMeant } from "../../mapping/where/records-meant.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { ByteReader } from "../../source/source-file.ts";
import { fieldText, nothingOf } from "../prepare/compile-field.ts";
import type { ImportRun } from "../state/import-run.ts";

// Days that may stand for an unknown one, 1900-01-01, in a run whose mapping nobody has written for this export.

interface FileSuspects {
  readonly fitted: FittedFile;
  readonly suspects: readonly SuspectDays[];
}

/**
 * When all records are read, before they are committed.
 *
 * @throws DecisionNeeded that names the days and the key that decides
 */
export function askOfDays({ request, read, inputs, committed }: ImportRun): void {
  if (request.asksOfDays !== true) return;
  const found = read.all().flatMap(({ position, suspects }): FileSuspects[] => {
    const fitted = inputs[position]?.fitted;
    return fitted === undefined ? [] : [{ fitted, suspects }];
  });
  refuseSuspects(found, request.fit.mapping, { committed });
}

/**
 * Before a run that commits on the way: it reads the days alone.
 *
 * @throws DecisionNeeded that names them and the key that decides
 */
export async function askOfDaysFirst({ request, inputs, committed }: ImportRun): Promise<void> {
  if (request.asksOfDays !== true) return;
  const files = inputs.map(({ fitted }) => fitted);
  await refuseUnknownDays(files, request.fit.mapping, { committed });
}

/** Whether a part of the run is committed already. */
type Standing = Pick<ImportRun, "committed">;

/** @throws DecisionNeeded if some days of the files may stand for unknown ones */
export async function refuseUnknownDays(
  files: readonly FittedFile[],
  mapping: Mapping,
  standing: Standing = { committed: false },
): Promise<void> {
  const found: FileSuspects[] = [];
  for (const fitted of files) found.push({ fitted, suspects: await readSuspects(fitted, mapping) });
  refuseSuspects(found, mapping, standing);
}

async function readSuspects(fitted: FittedFile, context: FieldContext): Promise<SuspectDays[]> {
  const days = dayFields(fitted).map(([name, field, written]) => {
    const counts = suspecting(field);
    return { name, counts, count: counting({ field, written, counts }, fitted, context) };
  });
  if (days.length === 0) return [];
  const judge = recordsMeant(fitted, context);
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const record of group) {
      if (record.cells.length !== fitted.header.length || judge?.(record.cells) === "other")
        continue;
      for (const { count } of days) count(record.cells);
    }
  }
  return suspectsOf(days.map(({ name, counts }) => [name, counts] as const));
}

function dayFields({ importer, mapping, header, lent = [] }: FittedFile) {
  const known = [...header, ...lent];
  return Object.entries(importer.fields).flatMap(([name, field]) => {
    const written = mapping.fields[name];
    if (field.kind !== "date" || written === undefined || isDecided(written)) return [];
    const isThere = written.columns.some((column) => known.includes(column));
    return isThere ? [[name, field, written] as const] : [];
  });
}

interface Counting {
  readonly field: Field;
  readonly written: FieldMapping;
  readonly counts: PlaceholderDays;
}

function counting(
  { field, written, counts }: Counting,
  { mapping, header, lookups }: FittedFile,
  context: FieldContext,
): (cells: readonly string[]) => void {
  const nothing = nothingOf(written, mapping);
  const textOf = fieldText(written, header, { nothing, lookups });
  const convert = field.compile(written.options, context);
  return (cells) => {
    const text = textOf(cells);
    const day: Cell = nothing.has(text) ? null : convert(text, UNHEARD);
    if (typeof day === "string") counts.add(day);
  };
}

/** A mapping that lists days, or none, has said it. */
const isDecided = ({ options, value }: FieldMapping): boolean =>
  value !== undefined || options["unknownDays"] !== undefined;

function refuseSuspects(
  found: readonly FileSuspects[],
  mapping: Mapping,
  { committed }: Standing,
): void {
  const lines = found.flatMap(({ fitted, suspects }) =>
    suspects.flatMap((one) => suspectLines(one, fitted, mapping)),
  );
  if (lines.length === 0) return;
  const rest = committed
    ? "What was committed before stays, and is corrected by that import."
    : "Nothing was imported.";
  throw new DecisionNeeded(["The data do not show how to read these columns:", ...lines], {
    cure: `${rest} Copy the mapping, add the decision there, and give it with --mapping FILE.`,
  });
}

function suspectLines(
  { field, cells, days }: SuspectDays,
  { file, importer, mapping: own }: FittedFile,
  mapping: Mapping,
): string[] {
  const written = own.fields[field];
  if (written === undefined || isDecided(written)) return [];
  const counts = days.map((one) => `${one.cells} are ${one.day}`).join(", ");
  const list = JSON.stringify(days.map(({ day }) => day));
  const key = `entities.${importer.entity}.fields.${field}.unknownDays`;
  return [
    `  ${file.name}, column ${written.columns.join(" + ")}: of ${cells} cells, ${counts}: say whether these days are real or stand for unknown ones`,
    `    ${key} of the mapping ${mapping.name} decides: "unknownDays": ${list}  or  "unknownDays": []`,
  ];
}
