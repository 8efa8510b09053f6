import type { Issue } from "./issue.ts";
import type { IssueText } from "./issue-text.ts";
import type { RunPlace } from "./run-exception.ts";

/** Rows that go from one thread to another at once. */
export const ROWS_OF_PAGE = 1_000;
export const BETWEEN_ROWS = "\x1e";
const BETWEEN_FIELDS = "\x1f";

/** What a report tells of a record; of several rows of a record the last holds. */
export interface ReportedRow extends RunPlace {
  /** What was found and not told before. */
  readonly news: readonly Issue[];
  /** Everything that is wrong with the record, where the row says that it is rejected. */
  readonly rejected: readonly Issue[] | "not" | "not said";
}

/** Reads a page of `Spool.reported`. */
export function* readReported(page: string, texts: IssueText): Generator<ReportedRow> {
  for (const row of page.split(BETWEEN_ROWS)) {
    const [file, record, line, offset, news, rejected, text = "[]"] = row.split(BETWEEN_FIELDS);
    const issues = texts.read(text);
    const count = Number(news);
    yield {
      ...{ file: Number(file), record: Number(record), line: Number(line) },
      offset: offset === "" ? null : Number(offset),
      news: count < 0 ? issues : issues.slice(issues.length - count),
      rejected: rejected === "" ? "not said" : rejected === "1" ? issues : "not",
    };
  }
}
