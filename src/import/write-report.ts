import { join } from "node:path";
import { csvCell, csvLine } from "../report/csv.ts";
import type { SourceRecord } from "../source/record.ts";
import { ByteReader } from "../source/source-file.ts";
import { CsvLines } from "./csv-lines.ts";
import type { FittedFile } from "./fit-mapping.ts";
import { errorCodes, type Issue, saysTheSame } from "./issue.ts";
import type { Note } from "./notes/note.ts";
import { OwnerOnlyFile } from "./owner-only.ts";
import { RawBytes } from "./raw-bytes.ts";
import { readFitted } from "./read-fitted.ts";
import { REJECT_COLUMNS } from "./rejects.ts";
import type { RunException } from "./run-exception.ts";
import type { RunSummary } from "./run-summary.ts";
import type { Spool } from "./spool.ts";
import type { FormerRow } from "./withdraw.ts";

/** What the report of a run is written from. */
export interface ReportInput {
  readonly summary: RunSummary;
  readonly spool: Spool;
  /** The files of the run, in its order. */
  readonly files: readonly FittedFile[];
  readonly folder: string;
}

/**
 * Writes a run's report folder, readable by its owner alone: `reconciliation.json`, `issues.csv`,
 * `changed.csv` and `vanished.csv` where rows were updated, or records of earlier exports are gone,
 * and for each file with rejected records `rejected/<file>` with their original cells, and
 * `rejected/<file>.raw` with the bytes of those that could not be read as text.
 *
 * @throws SystemError where the folder cannot be written
 */
export async function writeReport(input: ReportInput): Promise<void> {
  const { summary, folder } = input;
  const whole = new OwnerOnlyFile(join(folder, "reconciliation.json"));
  await whole.write(`${JSON.stringify(summary, null, 2)}\n`);
  await whole.close();
  await writeRecords(input);
  await writeVanished(input);
  await writeChanged(input);
  for (const [position, fitted] of input.files.entries()) {
    if (isKept(input.spool, input.files, position)) continue;
    await writeFromSource(input, position, fitted);
  }
}

const CHANGED_COLUMNS = ["file", "record", "line", "legacy id", "HMSync id", "changed columns"];

async function writeChanged({ summary, spool, files, folder }: ReportInput): Promise<void> {
  if (!Object.values(summary.entities).some(({ updated }) => updated > 0)) return;
  const file = new OwnerOnlyFile(join(folder, "changed.csv"));
  await file.write(csvLine(CHANGED_COLUMNS));
  for (const one of spool.updated()) {
    const { changed } = JSON.parse(one.former ?? "{}") as Partial<FormerRow>;
    const place = [files[one.file]?.file.name ?? "", one.record, one.line];
    const what = [one.legacyId, one.targetId, (changed ?? []).join(" ")];
    await file.write(csvLine([...place, ...what]));
  }
  await file.close();
}

const VANISHED_COLUMNS = ["entity", "legacy id", "HMSync id", "last run", "file", "record", "line"];

async function writeVanished({ summary, spool, folder }: ReportInput): Promise<void> {
  if (!Object.values(summary.entities).some(({ vanished }) => vanished > 0)) return;
  const file = new OwnerOnlyFile(join(folder, "vanished.csv"));
  await file.write(csvLine(VANISHED_COLUMNS));
  for (const one of spool.vanished()) {
    const { entity, legacyId, targetId, run, file: name, record, line } = one;
    await file.write(csvLine([entity, legacyId, targetId, run, name, record, line]));
  }
  await file.close();
}

const ISSUE_COLUMNS = [
  ...["file", "record", "line", "byte offset", "severity", "code", "column"],
  ...["detail", "what to do", "other file", "other record", "other line"],
];

/** Issues of one code of which the words are held ready: details may be many. */
const MOST_ALIKE = 20;

/** What was found on records, and the original cells of the rejected ones as the run kept them. */
async function writeRecords({ summary, spool, files, folder }: ReportInput): Promise<void> {
  const advice = new Map(
    Object.values(summary.entities).flatMap(({ findings }) =>
      findings.map((finding) => [finding.code, finding.advice] as const),
    ),
  );
  const cells = new CellBook();
  const describe = describer(advice);
  const issues = new OwnerOnlyFile(join(folder, "issues.csv"));
  const rejected = new RejectedFiles(folder, files);
  const lines = new CsvLines();
  try {
    await issues.write(csvLine(ISSUE_COLUMNS));
    for (const { note, news, isRejected } of spool.records()) {
      const { file, record, line, offset } = note;
      for (const issue of news) {
        const { related } = issue;
        lines
          .add(cells.of(files[file]?.file.name ?? ""))
          .number(record)
          .number(line)
          .number(offset)
          .add(describe(issue))
          .add(cells.of(related?.file ?? ""))
          .number(related?.record)
          .number(related?.line)
          .end();
      }
      if (lines.isLong) await issues.writeBehind(lines.take());
      const written = isRejected && isKept(spool, files, file) ? rejected.add(note) : undefined;
      if (written !== undefined) await written;
    }
  } finally {
    // The other one is closed also where one fails.
    await issues.close(lines.take()).finally(() => rejected.close());
  }
}

/** The cells of records that people have had in hand may not stand in the order of the file. */
const isKept = (spool: Spool, files: ReportInput["files"], file: number): boolean =>
  files[file]?.ofFile === undefined && spool.keptAll(file);

/** The files of `rejected/`, one after the other. */
class RejectedFiles {
  readonly #folder: string;
  readonly #files: ReportInput["files"];
  readonly #cells = new CellBook();
  readonly #lines = new CsvLines();
  #position: number | undefined;
  #file: OwnerOnlyFile | undefined;

  constructor(folder: string, files: ReportInput["files"]) {
    this.#folder = folder;
    this.#files = files;
  }

  /** @returns what there is to wait for, now and then */
  add(note: Note): Promise<void> | undefined {
    if (note.file !== this.#position) return this.#begin(note);
    const { record, line, issues, cells } = note;
    this.#lines
      .number(record)
      .number(line)
      .add(this.#cells.of(codesOf(issues)));
    if (cells !== undefined) this.#lines.cells(cells);
    this.#lines.end();
    return this.#lines.isLong ? this.#file?.writeBehind(this.#lines.take()) : undefined;
  }

  /** Its first record. */
  async #begin(note: Note): Promise<void> {
    await this.close();
    const { file, header } = this.#files[note.file] as FittedFile;
    this.#position = note.file;
    this.#file = new OwnerOnlyFile(rejectedPath(this.#folder, file.name));
    await this.#file.write(csvLine([...REJECT_COLUMNS, ...header]));
    await this.add(note);
  }

  async close(): Promise<void> {
    await this.#file?.close(this.#lines.take());
  }
}

const rejectedPath = (folder: string, name: string): string => join(folder, "rejected", name);

/** More different ones are not held ready. */
const MOST_CELLS = 1_000;

/** Cells that many lines share, as they are written. */
class CellBook {
  readonly #known = new Map<string, Buffer>();

  of(cell: string): Buffer {
    const known = this.#known.get(cell);
    if (known !== undefined) return known;
    const bytes = Buffer.from(csvCell(cell));
    if (this.#known.size < MOST_CELLS) this.#known.set(cell, bytes);
    return bytes;
  }
}

/** The cells that say what an issue is: many records share a few. */
function describer(advice: ReadonlyMap<string, string>): (issue: Issue) => Buffer {
  const known = new Map<string, Described[]>();
  return (issue) => {
    const { code, severity, column = "", detail = "" } = issue;
    const alike = known.get(code) ?? [];
    const found = alike.find(({ issue: other }) => saysTheSame(issue, other));
    if (found !== undefined) return found.cells;
    const said = [severity, code, column, detail, advice.get(code) ?? ""];
    const cells = Buffer.from(said.map(csvCell).join(","));
    if (alike.length < MOST_ALIKE) known.set(code, [...alike, { issue, cells }]);
    return cells;
  };
}

interface Described {
  readonly issue: Issue;
  readonly cells: Buffer;
}

const codesOf = (issues: readonly Issue[]): string => errorCodes(issues).join(" ");

/** Takes the original cells of rejected records from the source, which is read once more. */
async function writeFromSource(
  input: ReportInput,
  position: number,
  fitted: FittedFile,
): Promise<void> {
  const rejections = rejectionsOf(input.spool, position, fitted);
  if (rejections.done()) return;
  const path = rejectedPath(input.folder, fitted.file.name);
  const cells = new OwnerOnlyFile(path);
  const raw = new RawBytes(`${path}.raw`);
  await cells.write(csvLine([...REJECT_COLUMNS, ...fitted.header]));
  const lines: string[] = [];
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const record of group) {
      const rejection = rejections.of(record);
      if (rejection === undefined) continue;
      lines.push(rejectedLine(record, rejection));
      if (record.raw !== undefined) await raw.add(record);
    }
    await cells.write(lines.splice(0).join(""));
    if (rejections.done()) break;
  }
  await cells.close();
  await raw.close();
}

interface Rejections {
  of(record: SourceRecord): Pick<RunException, "issues"> | undefined;
  /** No further record of the file was rejected. */
  done(): boolean;
}

/** A file's own records come in their order; those that people have had in hand may not. */
function rejectionsOf(spool: Spool, file: number, { ofFile }: FittedFile): Rejections {
  const rejected = spool.rejected(file);
  let next = rejected.next();
  if (ofFile !== undefined) {
    const none = next.done === true;
    rejected.return(undefined);
    const of = ({ record, line, offset }: SourceRecord) => {
      const found = spool.exceptionAt({ file, record, line, offset });
      return found?.outcome === "rejected" ? found : undefined;
    };
    return { of, done: () => none };
  }
  return {
    of({ record }) {
      const found = next.done === true ? undefined : next.value;
      if (found?.record !== record) return undefined;
      next = rejected.next();
      return found;
    },
    done: () => next.done === true,
  };
}

function rejectedLine(
  { record, line, cells }: SourceRecord,
  { issues }: Pick<RunException, "issues">,
): string {
  return csvLine([record, line, codesOf(issues), ...cells]);
}
