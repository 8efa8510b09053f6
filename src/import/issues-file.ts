import { join } from "node:path";
import { csvLine } from "../report/csv.ts";
import type { Issue } from "./issue.ts";
import { OwnerOnlyFile } from "./owner-only.ts";
import type { RunPlace } from "./run-exception.ts";

const COLUMNS = [
  ...["file", "record", "line", "byte offset", "severity", "code", "column"],
  ...["detail", "what to do", "other file", "other record", "other line"],
];

/** What the lines of `issues.csv` say beside the issues themselves. */
export interface IssueWords {
  /** The names of the run's files, in its order. */
  readonly names: readonly string[];
  /** What to do about each code. */
  readonly advice: ReadonlyMap<string, string>;
}

/** `issues.csv` of a report in the making: a line for each issue. */
export class IssuesFile {
  readonly #words: IssueWords;
  readonly #file: OwnerOnlyFile;

  /** @throws SystemError */
  constructor(folder: string, words: IssueWords) {
    this.#words = words;
    this.#file = new OwnerOnlyFile(join(folder, "issues.csv"));
    // The first line is far from what makes a write.
    void this.#file.add(csvLine(COLUMNS));
  }

  /** @throws SystemError where what was gathered cannot be written */
  add({ file, record, line, offset }: RunPlace, issue: Issue): Promise<void> | undefined {
    const { code, severity, column = "", detail = "", related } = issue;
    const { names, advice } = this.#words;
    return this.#file.add(
      csvLine([
        ...[names[file] ?? "", record, line, offset, severity, code, column, detail],
        advice.get(code) ?? "",
        ...[related?.file ?? "", related?.record ?? "", related?.line ?? ""],
      ]),
    );
  }

  /** @throws SystemError */
  async close(): Promise<void> {
    await this.#file.close();
  }
}
