import { type ReadingNote, readingNotes } from "./detect/reading-notes.ts";
import type { Understanding } from "./detect/understand.ts";
import { dumpNotes } from "./dump/dump-notes.ts";
import type { SourceFile } from "./source-file.ts";

/** A file, and what was found out about how it is written where it is text. */
interface Noted {
  readonly file: Pick<SourceFile, "table">;
  readonly understanding?: Understanding | undefined;
}

/** What there is to say of how a file is read, in words; undefined if it says that itself. */
export function fileNotes({ file, understanding }: Noted): ReadingNote[] | undefined {
  if (understanding !== undefined) return readingNotes(understanding);
  const notes = file.table === undefined ? [] : dumpNotes(file.table.table);
  return notes.length === 0 ? undefined : notes;
}
