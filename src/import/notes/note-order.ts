import type { Note } from "./note.ts";

/** What was found on a record comes before its exceptions, each in its order. */
export function isBefore(one: Note, other: Note): boolean {
  if (one.file !== other.file) return one.file < other.file;
  if (one.record !== other.record) return one.record < other.record;
  const [own, its] = [one.outcome !== null, other.outcome !== null];
  return own === its ? one.seq < other.seq : its;
}

/** Puts notes that came late into their places among the others. */
export function* merged(
  groups: Iterable<readonly Note[]>,
  late: Generator<Note> | undefined,
  before: (one: Note, other: Note) => boolean,
): Generator<readonly Note[]> {
  if (late === undefined) {
    yield* groups;
    return;
  }
  try {
    let next = late.next();
    for (const notes of groups) {
      const all: Note[] = [];
      for (const note of notes) {
        for (; next.done !== true && before(next.value, note); next = late.next()) {
          all.push(next.value);
        }
        all.push(note);
      }
      yield all;
    }
    for (; next.done !== true; next = late.next()) yield [next.value];
  } finally {
    // If the consumer stops early, close the query: nothing could be written otherwise.
    late.return(undefined);
  }
}
