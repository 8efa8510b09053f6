import { type ReadingNote, readingNotes } from "./detect/reading-notes.ts";
import type { Understanding } from "./detect/understand.ts";
import type { DumpTable } from "./dump/dump-table.ts";
import type { SourceFile } from "./source-file.ts";

/** A file, and what was found out about how it is written where it is text. */
interface Noted {
  readonly file: Pick<SourceFile, "table">;
  readonly understanding?: Understanding | undefined;
}

/** Files that are written alike share what is said of them. */
const notesOf = new WeakMap<Understanding, readonly ReadingNote[]>();

/** What there is to say of how a file is read, in words; undefined if it says that itself. */
export function fileNotes({ file, understanding }: Noted): readonly ReadingNote[] | undefined {
  if (understanding !== undefined) {
    const known = notesOf.get(understanding) ?? readingNotes(understanding);
    notesOf.set(understanding, known);
    return known;
  }
  const notes = file.table === undefined ? [] : dumpNotes(file.table.table);
  return notes.length === 0 ? undefined : notes;
}

const MOST_LINES = 10;

/** What the statements of a dump did to the rows of a table, in words: none of it goes unsaid. */
function dumpNotes({ told, changes, open }: DumpTable): ReadingNote[] {
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
