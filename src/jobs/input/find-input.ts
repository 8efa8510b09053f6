import type { Importer } from "../../../importers/define.ts";
import { absentFiles, checkAbsent } from "../../mapping/absent-files.ts";
import type { Fit, HeadedFile, IgnoredFile } from "../../mapping/fit.ts";
import { fitMapping } from "../../mapping/fit-mapping.ts";
import {
  headFile,
  inCommon,
  isSpareSheet,
  leftOutBy,
  SPARE_SHEET,
} from "../../mapping/head-file.ts";
import { isLookedIn, type LookupFile } from "../../mapping/lookup/lookups.ts";
import { openLookups, withLookups } from "../../mapping/lookup/open-lookups.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { refuseOpenReadings } from "../../mapping/open-readings.ts";
import { importersOf } from "../../mapping/spaces/importers-of.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { settleUnread } from "../../mapping/unread-files.ts";
import { Alike } from "../../plain/alike.ts";
import { SourceError, UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { OtherKind } from "../../source/check-text.ts";
import { OpenColumns } from "../../source/detect/choose-fixed.ts";
import { askOfDumps } from "../../source/dump/ask-of-dumps.ts";
import { openExport } from "../../source/open-export.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import { unpackExport } from "../../source/unpack-export.ts";
import type { AskedImport } from "./asked-import.ts";
import { checkFilesNamed } from "./files-named.ts";

/**
 * Looks through the export and finds the mapping that fits it.
 *
 * @throws UsageError, SourceError, DecisionNeeded
 */
export async function findInput(asked: AskedImport): Promise<Fit> {
  if (asked.source === STANDARD_INPUT && asked.spooled === undefined) throw readOnce();
  const { reading = {} } = asked.settings;
  const mappings = mappingsReading(asked.mapping, { target: asked.target, reading }).map((one) => {
    const { legacySystem = one.legacySystem } = asked;
    return { ...one, legacySystem };
  });
  checkOnly(asked, mappings);
  const whole = asked.spooled ?? openExport(asked.source);
  const found = await unpackExport(whole, { reading: mappings[0]?.reading ?? {} });
  checkFilesNamed(
    reading,
    [...found.files, ...whole.files].map(({ name }) => name),
  );
  const { headed, unread } = await headAll(found.files, mappings);
  if (headed.length === 0) throw allUnread(unread);
  // A file is told from the others by all that it could be, also where --only leaves it out.
  const fit = fitMapping(headed, mappings, asked.target.importers);
  const chosen = chosenImporters(asked, fit.importers ?? asked.target.importers);
  const files = fit.files.filter(({ importer }) => chosen.includes(importer));
  if (files.length === 0) throw nothingFits(asked);
  const absent = absentFiles(
    fit.mapping,
    chosen,
    headed.map(({ file }) => file),
  );
  const unreadNames = new Set(unread.map(({ name }) => name.toLowerCase()));
  checkAbsent(
    fit.mapping,
    absent.filter(({ file }) => !unreadNames.has(file.toLowerCase())),
  );
  const leftOut = fit.files.filter(({ importer }) => !chosen.includes(importer));
  const lookups = await openLookups(files, headed);
  const used = new Set([...files, ...lookups].map(({ file }) => file.name));
  refuseOpenReadings(headed.filter(({ file }) => used.has(file.name)));
  askOfDumps(
    [...files, ...lookups].map(({ file }) => file),
    { oneAlone: "was chosen" },
  );
  const others: IgnoredFile[] = [
    ...leftOut.map(({ file, importer, readers }) => {
      const name = readers === undefined ? file.name : `${file.name} (${importer.entity})`;
      return { name, reason: "--only leaves it out" };
    }),
    ...notLookedIn({ fit, lookups, headed }),
    ...unread,
    ...settleUnread(found.ignored, fit.mapping),
  ];
  return {
    mapping: fit.mapping,
    ...(fit.importers && { importers: fit.importers }),
    files: withLookups(files, lookups),
    ignored: [...fit.ignored, ...others],
    lookups,
    absent,
  };
}

/** Looks at each file, but for those that the mapping leaves out or that hold no table. */
async function headAll(files: readonly SourceFile[], mappings: readonly Mapping[]) {
  const headed: HeadedFile[] = [];
  const unread: IgnoredFile[] = [];
  const alike = new Alike();
  for (const file of files) {
    const leftOut = leftOutBy(file, mappings);
    if (leftOut !== undefined) {
      unread.push({ name: file.name, reason: `the mapping leaves it out: ${leftOut}` });
      continue;
    }
    try {
      headed.push(inCommon(await headFile(file, mappings), alike));
    } catch (error) {
      unread.push({ name: file.name, reason: reasonUnread(file, error, mappings) });
    }
  }
  return { headed, unread };
}

function allUnread(unread: readonly IgnoredFile[]): SourceError {
  const lines = unread.map(({ name, reason }) => `  ${name}: ${reason}`);
  return new SourceError(`No file of the export can be read:\n${lines.join("\n")}`, {
    cure: "Export the tables as CSV, .xlsx, JSON or an SQL dump.",
  });
}

/** Why a file that cannot be read is left alone; throws where it is not. */
function reasonUnread(file: SourceFile, error: unknown, mappings: readonly Mapping[]): string {
  if (isSpareSheet(file, error, mappings)) return SPARE_SHEET;
  if (error instanceof OpenColumns || error instanceof OtherKind) throw error;
  if (error instanceof SourceError && isNote(file)) return error.message;
  throw error;
}

interface Opened {
  readonly fit: Fit;
  readonly lookups: readonly LookupFile[];
  readonly headed: readonly HeadedFile[];
}

/** Files that a field could be looked up in, which this run has no use for. */
function notLookedIn({ fit, lookups, headed }: Opened): IgnoredFile[] {
  const used = new Set([...fit.files, ...lookups].map((one) => one.file.name));
  return headed.flatMap(({ file }) => {
    if (used.has(file.name) || !isLookedIn(file, fit.mapping)) return [];
    return [{ name: file.name, reason: "this run looks up nothing in it" }];
  });
}

const readOnce = (): UsageError =>
  new UsageError("Standard input can be read only once, and only by an import.", {
    cure: "Save the export to a file and name it with --source.",
  });

/** What people lay beside an export for people to read need not be readable as a table. */
export const isNote = ({ name }: Pick<SourceFile, "name">): boolean =>
  /\.(?:txt|json)$/i.test(name);

/** @throws UsageError if `--only` names an entity that neither the target nor a mapping has */
function checkOnly({ only, target }: AskedImport, mappings: readonly Mapping[]): void {
  if (only === undefined) return;
  const all = mappings.flatMap((mapping) => importersOf(mapping, target.importers));
  const known = [...new Set([...target.importers, ...all].flatMap(entityOf))];
  const unknown = only.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`--only does not know "${unknown}"${nearestHint(unknown, known)}.`, {
    cure: `Name one or more of ${known.join(", ")}.`,
  });
}

const entityOf = ({ entity, partOf }: Importer): string[] => (partOf === undefined ? [entity] : []);

/** Links come with the records that say them. */
function chosenImporters(
  { only }: AskedImport,
  importers: readonly Importer[],
): readonly Importer[] {
  if (only === undefined) return importers;
  return importers.filter(({ entity, partOf = entity }) => only.includes(partOf));
}

function nothingFits({ source, only }: AskedImport): SourceError {
  return new SourceError(`${source} holds no file with ${only?.join(", ") ?? "any entity"}.`, {
    cure: "Correct --source or --only.",
  });
}
