import type { ReadingNote } from "../detect/reading-notes.ts";
import type { DumpTable } from "./dump-table.ts";

const MOST_LINES = 10;

/** What the statements of a dump did to the rows of a table, in words: none of it goes unsaid. */
export function dumpNotes({ told, changes, open }: DumpTable): ReadingNote[] {
  const lines = changes.map(({ line }) => line);
  const shown = lines.slice(0, MOST_LINES).join(", ");
  const applied = `UPDATE and DELETE of ${lines.length === 1 ? "line" : "lines"} ${shown}${lines.length > MOST_LINES ? ", ..." : ""} are done to the rows before them`;
  return [
    ...told.map((value) => note(value)),
    ...(lines.length > 0 ? [note(applied)] : []),
    ...open.map(({ line, says }) => note(`line ${line} needs a decision: ${says}`)),
  ];
}

const note = (value: string): ReadingNote => ({
  what: "statements",
  value,
  confidence: 1,
  evidence: "as the dump says",
  plain: false,
});
