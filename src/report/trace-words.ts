import type {
  CellsFrom,
  ColumnMark,
  TracedMeeting,
  TracedOutcome,
  TracedPlace,
  TracedState,
} from "../chain/trace/record-trace.ts";

// What the parts of a record's story are called, in text and on pages.

/** How a record stands, in words. */
export function stateWords(state: TracedState, application: string): string {
  switch (state) {
    case "in":
      return `in ${application}`;
    case "in, marked inactive":
      return `in ${application}, marked inactive: its record is in the export no more`;
    case "in, deleted in the application":
      return `imported, and deleted in ${application} since`;
    case "in under another id":
      return `in ${application} under a corrected number`;
    case "placeholder":
      return `not in the export; a row stands for it in ${application}, since others name it`;
    case "waits":
      return "not in: it waits for a record that no export has brought yet";
    case "rejected":
      return "not in: rejected";
    case "withdrawn":
      return "not in: withdrawn by a person";
    case "duplicate":
      return "not in by itself: another record says the same";
    case "skipped":
      return "not in: skipped";
    case "undone":
      return "not in: its import was undone";
    case "not in":
      return "not in";
  }
}

const OUTCOMES: Partial<Record<TracedOutcome, string>> = {
  placeholder: "a row was made for it",
  released: "let in after waiting",
  vanished: "not in this export",
  marked: "marked inactive",
  unmarked: "made active again",
  fixed: "a cell was fixed",
  "taken back": "taken back",
  "put back": "put back",
  "not noted": "nothing wrong with it",
};

export const outcomeWords = (outcome: TracedOutcome): string => OUTCOMES[outcome] ?? outcome;

/** Why a run's part does not hold; empty if it does. */
export function standingWords({ run, stands }: Pick<TracedMeeting, "run" | "stands">): string {
  if (stands || run.status === "running") return "";
  return run.status === "undone" ? "undone since" : "the run wrote nothing";
}

export const placeWords = ({ file, line, record }: Omit<TracedPlace, "fileId">): string =>
  `${file} line ${line} (record ${record})`;

const FROM: Readonly<Record<CellsFrom, string>> = {
  export: "the export",
  archive: "the run's copy of the export",
  "rejected copy": "the run's copy of its rejected records",
  waiting: "the ledger, where it waits",
  "corrected copy": "the retry's copy of what was corrected",
};

export const fromWords = (from: CellsFrom): string => FROM[from];

const MARKS: Readonly<Record<ColumnMark, string>> = {
  same: "",
  "changed since": "changed since",
  differs: "read otherwise now",
  "another record's": "the person's, by another record",
  "not imported": "not imported",
};

export const markWords = (mark: ColumnMark): string => MARKS[mark];
