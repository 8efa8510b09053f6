import { join } from "node:path";
import { csvLine } from "../report/csv.ts";
import { readRecords } from "../source/read-records.ts";
import type { SourceRecord } from "../source/record.ts";
import { ByteReader } from "../source/source-file.ts";
import type { FittedFile } from "./fit-mapping.ts";
import { OwnerOnlyFile } from "./owner-only.ts";
import type { RunSummary } from "./run-summary.ts";
import type { RunException, Spool } from "./spool.ts";

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
  await writeIssues(input);
  for (const position of input.files.keys()) await writeRejected(input, position);
}

const ISSUE_COLUMNS = [
  ...["file", "record", "line", "byte offset", "severity", "code", "column"],
  ...["detail", "what to do", "other file", "other record", "other line"],
];

async function writeIssues({ summary, spool, files, folder }: ReportInput): Promise<void> {
  const advice = new Map(
    Object.values(summary.entities).flatMap(({ findings }) =>
      findings.map((finding) => [finding.code, finding.advice] as const),
    ),
  );
  const file = new OwnerOnlyFile(join(folder, "issues.csv"));
  await file.write(csvLine(ISSUE_COLUMNS));
  for (const { file: at, record, line, offset, issue } of spool.findings()) {
    const { code, severity, column = "", detail = "", related } = issue;
    await file.write(
      csvLine([
        ...[files[at]?.file.name ?? "", record, line, offset, severity, code, column, detail],
        advice.get(code) ?? "",
        ...[related?.file ?? "", related?.record ?? "", related?.line ?? ""],
      ]),
    );
  }
  await file.close();
}

/** Takes the original cells of rejected records from the source, which is read once more. */
async function writeRejected(input: ReportInput, position: number): Promise<void> {
  const rejected = input.spool.rejected(position);
  let next = rejected.next();
  const fitted = input.files[position];
  if (next.done || fitted === undefined) return;
  const path = join(input.folder, "rejected", fitted.file.name);
  const cells = new OwnerOnlyFile(path);
  const raw = new RawFile(`${path}.raw`);
  await cells.write(csvLine(["_record", "_line", "_codes", ...fitted.header]));
  for await (const group of readRecords(fitted.file, new ByteReader(fitted.file), fitted.dialect)
    .groups) {
    for (const record of group) {
      if (next.done || record.record !== next.value.record) continue;
      await cells.write(rejectedLine(record, next.value));
      await raw.add(record);
      next = rejected.next();
    }
    if (next.done) break;
  }
  await cells.close();
  await raw.close();
}

function rejectedLine({ record, line, cells }: SourceRecord, { issues }: RunException): string {
  const codes = new Set(
    issues.filter(({ severity }) => severity === "error").map(({ code }) => code),
  );
  return csvLine([record, line, [...codes].join(" "), ...cells]);
}

/** Made when there is something to put into it. */
class RawFile {
  readonly #path: string;
  #file: OwnerOnlyFile | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async add({ raw }: SourceRecord): Promise<void> {
    if (raw === undefined) return;
    this.#file ??= new OwnerOnlyFile(this.#path);
    await this.#file.write(raw);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
