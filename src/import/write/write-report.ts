import { join } from "node:path";
import { applicationOf } from "../../../importers/define.ts";
import type { FormerRow } from "../../ledger/former-row.ts";
import { type Issue, saysTheSame } from "../../ledger/issue.ts";
import { PERSONS_FILE } from "../../ledger/person-terms.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { CellBook } from "../../plain/cell-book.ts";
import { csvCell, csvLine } from "../../plain/csv.ts";
import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { Note } from "../notes/note.ts";
import type { RunNotes } from "../notes/run-notes.ts";
import { RawBytes } from "../prepare/raw-bytes.ts";
import { CsvLines } from "./csv-lines.ts";
import { RejectedFiles } from "./rejected-files.ts";

/** What the report of a run is written from. */
export interface ReportInput {
  readonly summary: RunSummary;
  readonly runNotes: RunNotes;
  /** The files of the run, in its order. */
  readonly files: readonly FittedFile[];
  readonly folder: string;
  /** Files that no record names; undefined if that cannot be known. */
  readonly unnamed?: () => Iterable<string> | undefined;
}

/**
 * Writes a run's report folder, readable by its owner alone: `reconciliation.json`, `issues.csv`,
 * `changed.csv` and `vanished.csv` where rows were updated, or records of earlier exports are gone,
 * `files-not-named.csv` where files were given that no record names,
 * `persons.csv` where links join nobody, or records differ from their person,
 * and for each entity with rejected records `rejected/<entity>.csv` with their original cells, and
 * `rejected/<file>.raw` with the bytes of those that could not be read as text.
 *
 * @throws SystemError if the folder cannot be written
 */
export async function writeReport(input: ReportInput): Promise<void> {
  const { summary, folder } = input;
  const whole = new OwnerOnlyFile(join(folder, "reconciliation.json"));
  for (const piece of piecesOf(summary)) await whole.add(piece);
  await whole.close();
  await writeRecords(input);
  await writeVanished(input);
  await writeChanged(input);
  await writeUnnamed(input);
  await writePersons(input);
}

/** A summary as indented JSON, file by file: that of very many files is no text that fits into memory. */
function* piecesOf(summary: RunSummary): Generator<string> {
  const rest = JSON.stringify({ ...summary, files: [] }, null, 2);
  const [before = "", after = ""] = rest.split(NO_FILES);
  yield `${before}${NO_FILES.slice(0, -1)}`;
  for (const [at, file] of summary.files.entries()) {
    const text = JSON.stringify(file, null, 2).replaceAll("\n", "\n    ");
    yield `${at === 0 ? "" : ","}\n    ${text}`;
  }
  yield `${summary.files.length === 0 ? "" : "\n  "}]${after}\n`;
}

/** Only a name at the outermost level stands behind two blanks. */
const NO_FILES = '\n  "files": []';

/** How the column of target ids is headed. */
const targetIdHead = (files: readonly FittedFile[]): string =>
  `${applicationOf(files.map(({ importer }) => importer))} id`;

const changedColumns = (targetId: string): string[] => [
  "file",
  "record",
  "line",
  "legacy id",
  targetId,
  "changed columns",
];

async function writeChanged({ summary, runNotes, files, folder }: ReportInput): Promise<void> {
  if (!Object.values(summary.entities).some(({ updated }) => updated > 0)) return;
  const file = new OwnerOnlyFile(join(folder, "changed.csv"));
  await file.write(csvLine(changedColumns(targetIdHead(files))));
  for (const one of runNotes.updated()) {
    const { changed } = JSON.parse(one.former ?? "{}") as Partial<FormerRow>;
    const place = [files[one.file]?.file.name ?? "", one.record, one.line];
    const what = [one.legacyId, one.targetId, (changed ?? []).join(" ")];
    await file.write(csvLine([...place, ...what]));
  }
  await file.close();
}

async function writeUnnamed({ summary, unnamed, folder }: ReportInput): Promise<void> {
  if (!summary.namedFiles?.unnamed) return;
  const file = new OwnerOnlyFile(join(folder, "files-not-named.csv"));
  await file.write(csvLine(["file"]));
  for (const path of unnamed?.() ?? []) await file.write(csvLine([path]));
  await file.close();
}

const PERSON_COLUMNS = [
  ...["finding", "space", "legacy id", "other space", "other legacy id"],
  ...["fields", "of", "file", "record", "line"],
];

async function writePersons({ summary, runNotes, folder }: ReportInput): Promise<void> {
  if (!summary.persons?.some(({ findings }) => findings !== undefined)) return;
  const file = new OwnerOnlyFile(join(folder, PERSONS_FILE));
  await file.write(csvLine(PERSON_COLUMNS));
  for (const one of runNotes.persons.all()) {
    const { code, space, legacyId, otherSpace, otherLegacyId, fields, about } = one;
    const records = [code, space, legacyId, otherSpace, otherLegacyId];
    const place = [one.file, one.record, one.line];
    await file.write(csvLine([...records, fields.join(" "), about, ...place]));
  }
  await file.close();
}

const vanishedColumns = (targetId: string): string[] => [
  "entity",
  "legacy id",
  targetId,
  "last run",
  "file",
  "record",
  "line",
];

async function writeVanished({ summary, runNotes, files, folder }: ReportInput): Promise<void> {
  if (!Object.values(summary.entities).some(({ vanished }) => vanished > 0)) return;
  const file = new OwnerOnlyFile(join(folder, "vanished.csv"));
  await file.write(csvLine(vanishedColumns(targetIdHead(files))));
  for (const one of runNotes.vanished()) {
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
async function writeRecords(input: ReportInput): Promise<void> {
  const { summary, runNotes, files, folder } = input;
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
  const writeRejected = rejectedWriter(input, rejected);
  let how: "whole" | "broken" = "broken";
  try {
    await issues.write(csvLine(ISSUE_COLUMNS));
    for (const { note, news, isRejected } of runNotes.records()) {
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
      const written = isRejected ? writeRejected(note) : undefined;
      if (written !== undefined) await written;
    }
    how = "whole";
  } finally {
    // The other ones are closed also where one fails.
    const closing = how === "whole" ? issues.close(lines.take()) : issues.discard();
    await closing.finally(() => rejected.close(how));
  }
}

/** What writes a rejected record; those of a file of which not all were kept, with the first. */
function rejectedWriter(input: ReportInput, rejected: RejectedFiles) {
  const fromSource = new Set<number>();
  return (note: Note): Promise<void> | undefined => {
    const { file } = note;
    if (input.runNotes.keptAll(file)) return rejected.add(note);
    if (fromSource.has(file)) return undefined;
    fromSource.add(file);
    return writeFromSource(input, file, rejected);
  };
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

/** Takes the original cells of rejected records from the source, which is read once more. */
async function writeFromSource(
  { runNotes, files, folder }: ReportInput,
  position: number,
  rejected: RejectedFiles,
): Promise<void> {
  const fitted = files[position] as FittedFile;
  const rejections = rejectionsOf(runNotes, position);
  const raw = new RawBytes(join(folder, "rejected", `${fitted.file.name}.raw`));
  const put = async (read: SourceRecord, issues: readonly Issue[]) => {
    const { record, line, cells } = read;
    await rejected.addRead({ record, line, cells, issues }, position);
    if (read.raw !== undefined) await raw.add(read);
  };
  await raw.whole(async () => {
    for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
      for (const read of group) {
        const issues = rejections.of(read);
        if (issues !== undefined) await put(read, issues);
      }
      if (rejections.done()) break;
    }
  });
}

interface Rejections {
  of(record: SourceRecord): readonly Issue[] | undefined;
  /** No further record of the file was rejected. */
  done(): boolean;
}

/** The rejected records of a file come in its order. */
function rejectionsOf(runNotes: RunNotes, file: number): Rejections {
  const rejected = runNotes.rejected(file);
  let next = rejected.next();
  return {
    of({ record }) {
      const found = next.done === true ? undefined : next.value;
      if (found?.record !== record) return undefined;
      next = rejected.next();
      return found.issues;
    },
    done: () => next.done === true,
  };
}
