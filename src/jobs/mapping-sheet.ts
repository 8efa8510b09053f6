import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { todayIn } from "../../importers/convert/time-zone.ts";
import type { Target } from "../../importers/define-target.ts";
import { lockPath, parseLock } from "../assess/lock/decision-lock.ts";
import { columnsAside } from "../mapping/aside/aside.ts";
import { countCells } from "../mapping/aside/count-aside.ts";
import type { Fit } from "../mapping/fit.ts";
import { mask, readExamples } from "../mapping/sheet/column-examples.ts";
import {
  type EntityFacts,
  entitySheet,
  type LockedField,
  type MappingSheet,
} from "../mapping/sheet/mapping-sheet.ts";
import { importersOf } from "../mapping/spaces/importers-of.ts";
import { namedMapping } from "../mapping/target-mappings.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import type { ReadingByFile } from "../source/reading-settings.ts";
import { type AskingImport, askedImport, inOrder } from "./input/asked-import.ts";
import { findInput } from "./input/find-input.ts";
import { withHeld } from "./input/held-files.ts";
import { leftAloneText } from "./input/narrate-input.ts";
import { withTables } from "./input/with-tables.ts";

export interface SheetOptions {
  readonly target: Target;
  /** A mapping file, or the name of one that ships. */
  readonly mapping: string;
  /** How files are written, as far as somebody said so. */
  readonly reading?: ReadingByFile;
  /** An import of the export from which examples are taken. */
  readonly asked?: Omit<AskingImport, "target"> | undefined;
  /** Examples are shown as they are. */
  readonly reveal?: boolean | undefined;
  /** Without the cells of columns that no field takes: to count them, files are read to their end. */
  readonly uncounted?: boolean | undefined;
  /** Undefined for the one that the mapping names. */
  readonly legacySystem?: string | undefined;
}

/** What a mapping does, as the sheet that the hospital approves. */
export async function mappingSheet(options: SheetOptions): Promise<MappingSheet> {
  const { asked } = options;
  const target = inOrder(options.target);
  if (asked === undefined) return sheetOf(options, undefined);
  const wanted = askedImport({ ...asked, target, mapping: options.mapping });
  return withTables(wanted, {}, async (opened) => sheetOf(options, await findInput(opened)));
}

async function sheetOf(options: SheetOptions, fit: Fit | undefined): Promise<MappingSheet> {
  const { asked, reading = {}, reveal = false, uncounted = false } = options;
  const target = inOrder(options.target);
  const mapping = namedMapping(options.mapping, { target, reading });
  const { name, currency, timeZone, country = null } = mapping;
  const { name: _, ...said } = mapping;
  const locked = lockedFields(name);
  const show = reveal ? (cell: string) => cell : mask;
  const sheets = [];
  for (const importer of fit?.importers ?? importersOf(mapping, target.importers)) {
    const facts = await factsOf(fit, importer.entity, { show, uncounted });
    const own = locked.filter(({ entity }) => entity === importer.entity);
    sheets.push(entitySheet(importer, mapping, { ...facts, locked: own }));
  }
  return {
    schemaVersion: 1,
    mapping: name,
    legacySystem: options.legacySystem ?? mapping.legacySystem,
    currency,
    timeZone,
    country,
    sha256: createHash("sha256").update(JSON.stringify(said)).digest("hex"),
    day: todayIn(timeZone, new Date()),
    source: asked?.source ?? null,
    revealed: fit !== undefined && reveal,
    entities: sheets.flatMap((sheet) => sheet ?? []),
    ignored: await leftAlone(fit),
  };
}

async function leftAlone(fit: Fit | undefined): Promise<MappingSheet["ignored"]> {
  if (fit === undefined) return [];
  const { ignored } = await withHeld(fit);
  return ignored.map((one) => ({ name: one.name, reason: leftAloneText(one) }));
}

interface Looking {
  readonly show: (cell: string) => string;
  readonly uncounted: boolean;
}

/** Of several files of an entity the first is looked at for examples; the cells of all are counted. */
async function factsOf(
  fit: Fit | undefined,
  entity: string,
  { show, uncounted }: Looking,
): Promise<Omit<EntityFacts, "locked">> {
  const files = fit?.files.filter(({ importer }) => importer.entity === entity) ?? [];
  const [first] = files;
  if (fit === undefined || first === undefined) {
    return { files: [], header: undefined, example: () => null };
  }
  const { mapping } = fit;
  const example = await readExamples(first, show);
  const header = [...new Set(files.flatMap((one) => one.header))];
  const { readers } = first;
  const facts = { files: files.map(({ file }) => file.name), header, example, readers };
  if (uncounted) return facts;
  const cells = new Map<string, number>();
  for (const fitted of files) {
    const aside = columnsAside(fitted, mapping, {});
    const counts = await countCells(fitted, aside, mapping);
    for (const [nth, { name }] of aside.entries()) {
      cells.set(name, (cells.get(name) ?? 0) + (counts[nth] ?? 0));
    }
  }
  return Object.assign({ cells }, facts);
}

/** What was decided, kept beside the mapping. */
function lockedFields(mapping: string): readonly LockedField[] {
  const path = lockPath(mapping);
  if (!existsSync(mapping) || !existsSync(path)) return [];
  return parseLock(path, readHandWritten(path)).decisions;
}
