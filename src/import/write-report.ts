import { join } from "node:path";
import { csvLine } from "../report/csv.ts";
import type { SourceRecord } from "../source/record.ts";
import type { FittedFile } from "./fit-mapping.ts";
import { IssuesFile } from "./issues-file.ts";
import { OwnerOnlyFile } from "./owner-only.ts";
import type { ReportAhead } from "./report-ahead.ts";
import { adviceOf, type RunSummary } from "./run-summary.ts";
import type { Spool } from "./spool.ts";
import type { FormerRow } from "./withdraw.ts";
import { errorCodes, type Rejections, writeRejected } from "./write-rejected.ts";

/** What the report of a run is written from. */
export interface ReportInput {
  readonly summary: RunSummary;
  readonly spool: Spool;
  /** The files of the run, in its order. */
  readonly files: readonly FittedFile[];
  readonly folder: string;
  /** What another thread writes of it already. */
  readonly ahead?: ReportAhead | undefined;
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
  const { summary, spool, files, folder, ahead } = input;
  const whole = new OwnerOnlyFile(join(folder, "reconciliation.json"));
  await whole.write(`${JSON.stringify(summary, null, 2)}\n`);
  await whole.close();
  await writeVanished(input);
  await writeChanged(input);
  if ((await ahead?.done(spool)) === "written") return;
  await writeIssues(input);
  for (const [position, fitted] of files.entries()) {
    await writeRejected(folder, fitted, rejectionsOf(spool, position, fitted));
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

async function writeIssues({ summary, spool, files, folder }: ReportInput): Promise<void> {
  const names = files.map(({ file }) => file.name);
  const written = new IssuesFile(folder, { names, advice: adviceOf(summary) });
  for (const { issue, ...place } of spool.findings()) {
    const flushed = written.add(place, issue);
    if (flushed !== undefined) await flushed;
  }
  await written.close();
}

/** A file's own records come in their order; those that people have had in hand may not. */
function rejectionsOf(spool: Spool, file: number, { ofFile }: FittedFile): Rejections {
  const rejected = spool.rejected(file);
  let next = rejected.next();
  if (ofFile !== undefined) {
    const none = next.done === true;
    rejected.return(undefined);
    const codesOf = ({ record, line, offset }: SourceRecord) => {
      const found = spool.exceptionAt({ file, record, line, offset });
      return found?.outcome === "rejected" ? errorCodes(found.issues) : undefined;
    };
    return { codesOf, done: () => none };
  }
  return {
    codesOf({ record }) {
      const found = next.done === true ? undefined : next.value;
      if (found?.record !== record) return undefined;
      next = rejected.next();
      return errorCodes(found.issues);
    },
    done: () => next.done === true,
  };
}
