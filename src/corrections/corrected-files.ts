import { statSync } from "node:fs";
import { join } from "node:path";
import type { Amend } from "../mapping/fit.ts";
import { csvLine, unguard } from "../plain/csv.ts";
import { makeFolder, OwnerOnlyFile } from "../plain/owner-only.ts";
import { sourceFile } from "../source/open-export.ts";
import type { Flaw } from "../source/record.ts";
import type { SourceFile } from "../source/source-file.ts";
import { keyOfRecords, type RecordsOf } from "./amended.ts";
import type { RetryPlan } from "./plan-retry.ts";

/** What stands before a record's cells in what a retry re-imports. */
const COLUMNS = ["_record", "_line", "_flaws"] as const;

/** What a retry re-imports of one file: its records, as they are to be judged. */
export interface CorrectedFile {
  readonly file: SourceFile;
  readonly withdrawn: ReadonlyMap<number, string>;
}

/**
 * Writes what a retry re-imports, a file for each file that the records are of, so that the run reads
 * and hashes what was decided and not what is being edited.
 *
 * @param folder of the retry's own report
 * @returns by entity and the names of the files
 */
export async function writeCorrected(
  folder: string,
  plan: RetryPlan,
  entities: readonly {
    readonly entity: string;
    readonly header: (file: string) => readonly string[];
  }[],
): Promise<Map<string, CorrectedFile>> {
  const written = new Map<string, CorrectedFile>();
  for (const { entity, header } of entities) {
    let open: Writing | undefined;
    for (const { file, amended } of plan.records(entity)) {
      if (open?.name !== file) {
        await open?.finish(written);
        const path = join(folder, "corrected", `${written.size + 1}.csv`);
        open = new Writing(path, { entity, file }, header(file));
      }
      const { record, line, cells, flaws, withdrawn } = amended;
      if (withdrawn !== undefined) open.withdrawn.set(record, withdrawn);
      await open.add([record, line, flaws.join(" "), ...cells]);
    }
    await open?.finish(written);
  }
  return written;
}

class Writing {
  readonly name: string;
  readonly withdrawn = new Map<number, string>();
  readonly #key: string;
  readonly #path: string;
  readonly #file: OwnerOnlyFile;
  /** Until it is written. */
  #header: string;

  constructor(path: string, of: RecordsOf, header: readonly string[]) {
    this.name = of.file;
    this.#key = keyOfRecords(of);
    this.#path = path;
    this.#file = new OwnerOnlyFile(path);
    this.#header = csvLine([...COLUMNS, ...header]);
  }

  add(cells: readonly (string | number)[]): Promise<void> | undefined {
    const header = this.#header;
    this.#header = "";
    return this.#file.add(`${header}${csvLine(cells)}`);
  }

  async finish(written: Map<string, CorrectedFile>): Promise<void> {
    await this.#file.close();
    const file = { ...sourceFile(this.#path, statSync(this.#path)), name: this.name, plain: true };
    written.set(this.#key, { file, withdrawn: this.withdrawn });
  }
}

/** Makes of a line of such a file the record that it stands for, in its place in the export. */
export const correctedRecord: Amend = (read) => {
  const [record = "", line = "", flaws = "", ...cells] = read.cells.map(unguard);
  const had = flaws === "" ? [] : (flaws.split(" ") as Flaw[]);
  return {
    record: Number(record),
    line: Number(line),
    offset: read.offset,
    cells,
    flaws: [...had, ...read.flaws],
  };
};

const CHANGE_COLUMNS = [
  ...["file", "record", "line", "column", "old value", "new value", "what became of it", "habit"],
];

/** Lists every cell that a person or a spreadsheet changed, and every record that was withdrawn. */
export async function writeChanges(
  folder: string,
  plan: RetryPlan,
  entities: readonly string[],
): Promise<void> {
  makeFolder(folder);
  const list = new OwnerOnlyFile(join(folder, "corrections.csv"));
  await list.write(csvLine(CHANGE_COLUMNS));
  for (const entity of entities) {
    for (const { file, state, amended, corrected } of plan.records(entity)) {
      const place = [file, amended.record, amended.line];
      const { withdrawn } = amended;
      if (withdrawn !== undefined) {
        await list.write(csvLine([...place, "", "", "", "withdrawn", withdrawn]));
        continue;
      }
      if (state === "missing") await list.write(csvLine([...place, "", "", "", "left out", ""]));
      for (const { column, was, now, what, damage } of corrected.changes) {
        await list.write(csvLine([...place, column, was, now, what, damage ?? ""]));
      }
    }
  }
  await list.close();
}
