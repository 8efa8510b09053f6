import { statSync } from "node:fs";
import type { Importer } from "../../importers/define.ts";
import type { CorrectionCounts } from "../ledger/run-summary.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Flaw } from "../source/record.ts";
import { type AmendedRecord, LEFT_OUT } from "./amended.ts";
import { ColumnBook } from "./columns-at-fault.ts";
import { wordsIn } from "./decode.ts";
import { type CorrectedRecord, EntityCorrections } from "./entity-corrections.ts";
import { Findings } from "./findings.ts";
import { type FoundCorrections, findCorrections, strangerText, WORKBOOK } from "./folder.ts";
import { crcOf, type KeptEntity, originalRecords } from "./originals.ts";
import { openText } from "./read-text.ts";
import { openWorkbookOf } from "./read-workbook.ts";
import type { CorrectionSheet } from "./sheet.ts";

/** What a retry is planned from. */
export interface RetryRequest {
  /** Of the report whose records are taken in. */
  readonly folder: string;
  readonly entities: readonly KeptEntity[];
  readonly workbookCrc?: number | undefined;
  readonly importers: readonly Importer[];
  readonly mapping: Mapping;
  /** Corrections of an entity that were made elsewhere; undefined if there are none. */
  readonly more?: ((entity: KeptEntity) => CorrectionSheet | undefined) | undefined;
}

/** A record of a file, as the retry takes it. */
export interface PlannedRecord {
  readonly file: string;
  readonly amended: AmendedRecord;
  readonly state: CorrectedRecord["state"];
  readonly corrected: CorrectedRecord;
}

/** What a retry will take in, decided before anything is written. */
export interface RetryPlan {
  readonly counts: CorrectionCounts;
  /** What is reported, line by line. */
  readonly told: readonly string[];
  /** All rejected records of an entity, in the order of files and records. */
  records(entity: string): Generator<PlannedRecord>;
}

/**
 * Reads what a person made of the rejected records of a run, and says what a retry re-imports. No
 * file, row or cell is passed over without a word.
 *
 * @throws UsageError or DecisionNeeded if something must be put right or decided first;
 *   SourceError where a file cannot be read
 */
export async function planRetry(request: RetryRequest): Promise<RetryPlan> {
  const findings = new Findings();
  const entities = await holdOriginals(request, findings);
  const names = request.entities.map(({ entity }) => entity);
  const found = findCorrections(request.folder, names);
  for (const note of found.notes) findings.note(note);
  for (const name of found.strangers) findings.usage(strangerText(name, names));
  const known = () => knownWords(entities.values());
  for await (const sheet of sheetsToTake(request, found, { known, findings })) {
    await entities.get(sheet.entity)?.take(sheet);
  }
  for (const kept of request.entities) {
    const sheet = request.more?.(kept);
    if (sheet !== undefined) await entities.get(kept.entity)?.take(sheet);
  }
  findings.settle();
  const planned = (entity: string) => plannedRecords(request, entity, entities.get(entity));
  return { ...countAll(names.map(planned), findings), records: planned };
}

async function holdOriginals(
  { folder, entities, importers, mapping }: RetryRequest,
  findings: Findings,
): Promise<Map<string, EntityCorrections>> {
  const held = new Map<string, EntityCorrections>();
  for (const kept of entities) {
    const importer = importers.find(({ entity }) => entity === kept.entity);
    const own = mapping.entities[kept.entity];
    if (importer === undefined || own === undefined) continue;
    const corrections = new EntityCorrections(kept, new ColumnBook(importer, own), findings);
    for await (const original of originalRecords(folder, kept)) corrections.hold(original);
    held.set(kept.entity, corrections);
  }
  return held;
}

function knownWords(entities: Iterable<EntityCorrections>): Set<string> {
  const words = new Set<string>();
  for (const entity of entities) {
    for (const text of entity.texts()) for (const word of wordsIn(text)) words.add(word);
  }
  return words;
}

interface SheetMeans {
  readonly known: () => Set<string>;
  readonly findings: Findings;
}

/** The files that were edited; those as they were written, where none was. */
async function* sheetsToTake(
  { entities, workbookCrc }: RetryRequest,
  { csv, workbook }: FoundCorrections,
  { known, findings }: SheetMeans,
): AsyncGenerator<CorrectionSheet> {
  const isEdited = workbook !== undefined && (await crcOf(workbook)) !== workbookCrc;
  const names = entities.map(({ entity }) => entity);
  const name = `rejected/${WORKBOOK}`;
  const opened = isEdited ? await openWorkbookOf(workbook, name, names) : undefined;
  for (const title of opened?.others ?? []) {
    findings.usage(`${name} sheet ${title}: not a sheet of this run`);
  }
  for (const { entity, crc } of entities) {
    const sheet = opened?.sheets.find((one) => one.entity === entity);
    const path = csv.get(entity);
    if (sheet !== undefined) yield sheet;
    if (path === undefined) {
      const where = sheet === undefined ? "" : `; ${sheet.name} was used`;
      findings.note(`rejected/${entity}.csv is no longer there${where}`);
      continue;
    }
    if (sheet !== undefined && statSync(path).size > 0 && (await crcOf(path)) === crc) {
      findings.note(`rejected/${entity}.csv is as it was written; ${sheet.name} was used`);
      continue;
    }
    yield await openText({ path, name: `rejected/${entity}.csv`, entity }, known);
  }
}

/** The cells of a record of a file, of what is laid out in the columns of all files of its entity. */
export function ownCells(laid: readonly string[], { columns, places }: PlacedFile): string[] {
  return places.map((at) => laid[at] ?? "").concat(laid.slice(columns.length));
}

interface PlacedFile {
  readonly columns: readonly unknown[];
  readonly places: readonly number[];
}

function* plannedRecords(
  { entities }: RetryRequest,
  entity: string,
  corrections: EntityCorrections | undefined,
): Generator<PlannedRecord> {
  const files = entities.find((one) => one.entity === entity)?.files ?? [];
  if (corrections === undefined) return;
  const { columns, places } = corrections.plan;
  for (const corrected of corrections.records()) {
    const { file, record, line, laid, state, decision } = corrected;
    const cells = ownCells(laid, { columns, places: places[file] ?? [] });
    const flaws = flawsOf(corrected, cells);
    const withdrawn = decision.what === "withdraw" ? decision.reason : undefined;
    const amended = { record, line, cells: asLong(corrected, cells), flaws, withdrawn };
    yield { file: files[file]?.name ?? "", amended, state, corrected };
  }
}

/** A record that had too few cells, and was left as it is, has too few still. */
function asLong({ codes, state }: CorrectedRecord, cells: string[]): string[] {
  return state === "changed" ? cells : shortened(codes, cells);
}

/** In the files of corrections a record with too few cells has as many as there are columns. */
export function shortened(codes: readonly string[], cells: string[]): string[] {
  if (!codes.some((code) => code.endsWith(".row.too-few-cells"))) return cells;
  const last = cells.findLastIndex((cell) => cell !== "");
  return cells.slice(0, Math.min(last + 1, cells.length - 1));
}

const FLAWS: readonly Flaw[] = [
  ...(["quote-unclosed", "quote-garbage", "other-delimiter", "other-table", "too-long"] as const),
  ...([
    "encoding",
    "decoded-twice",
    "not-text",
    "name-twice",
    "unknown-member",
    "unknown-modifier",
    "unreadable",
    "fix-stale",
  ] as const),
];
/** What stands in the place of bytes that are no text. */
const REPLACED = "\ufffd";

/** What was wrong with a record as a whole holds until a person has been at its cells. */
export function flawsOf(
  { codes, state }: Pick<CorrectedRecord, "codes" | "state">,
  cells: readonly string[],
): Flaw[] {
  const had = FLAWS.filter((flaw) => codes.some((code) => code.endsWith(`.row.${flaw}`)));
  if (state === "missing") return [...had, LEFT_OUT];
  if (state === "unchanged") return had;
  const isLost = had.includes("encoding") && cells.some((cell) => cell.includes(REPLACED));
  return isLost ? ["encoding"] : [];
}

function countAll(
  entities: readonly Generator<PlannedRecord>[],
  findings: Findings,
): Pick<RetryPlan, "counts" | "told"> {
  const states = { unchanged: 0, changed: 0, missing: 0, withdrawn: 0 };
  let records = 0;
  for (const all of entities) {
    for (const { state, amended } of all) {
      records++;
      states[amended.withdrawn === undefined ? state : "withdrawn"]++;
    }
  }
  const unasked = findings.count("changed unasked");
  const counts = {
    records,
    corrected: states.changed,
    unchanged: states.unchanged,
    missing: states.missing,
    withdrawn: states.withdrawn,
    cellsCorrected: findings.count("corrected") + unasked,
    cellsChangedUnasked: unasked,
    cellsPutBack: findings.count("put back"),
  };
  return { counts, told: [...findings.lines(), ...stateLines(counts)] };
}

function stateLines({ corrected, unchanged, missing, withdrawn }: CorrectionCounts): string[] {
  const lines = [
    [corrected, "corrected"],
    [unchanged, "unchanged: they are checked again"],
    [
      missing,
      "no longer in the files: they stay rejected (withdraw them with a reason, or put the rows back)",
    ],
    [withdrawn, "withdrawn"],
  ] as const;
  return lines.filter(([count]) => count > 0).map(([count, what]) => `records ${what}: ${count}`);
}
