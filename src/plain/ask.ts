// What is asked of a person, as the keys of a mapping that answer it.

/** What an answer writes. */
export interface Write {
  /** The names that lead to the key. */
  readonly path: readonly string[];
  /** JSON; undefined takes the key out. */
  readonly value?: unknown;
  /** In a list of columns, the one that it is about: its entry is set, or taken out. */
  readonly column?: string;
}

/** What a lock of decisions takes over from a later export. */
export interface Accepted {
  readonly entity: string;
  /** Null for the columns of the entity's files. */
  readonly field: string | null;
  /** As it stands in a lock: a decision, or names of columns. No value of a record. */
  readonly value: unknown;
}

/** One way to answer. */
export interface Choice {
  /** What people read: mostly what is written. */
  readonly label: string;
  readonly writes: readonly Write[];
  /** Who decides and why are written beside it. */
  readonly isSigned?: true;
  /** Nothing is written into the mapping: the lock beside it takes this as decided from now on. */
  readonly accepts?: Accepted;
}

/** A question that keys of the mapping answer. */
export interface Ask {
  /** The key that answers it in the first place. */
  readonly path: readonly string[];
  /** What is open, with the evidence; no value of a patient. */
  readonly says: string;
  /** The likeliest first. */
  readonly choices: readonly Choice[];
  /** Something else may be written under the key: JSON, or text. */
  readonly isFree: boolean;
}

/** A key that takes one of these values. */
export const askOf = (path: readonly string[], says: string, values: readonly unknown[]): Ask => ({
  path,
  says,
  isFree: true,
  choices: values.map((value) => ({ label: labelOf(value), writes: [{ path, value }] })),
});

export const labelOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/**
 * A choice as it is written in a mapping: `"DD/MM/YYYY"`, `reject`, or the key with others beside it,
 * `"format": "D/M/YY", "pivot": 30`.
 */
export function choiceOf(path: readonly string[], written: string): Choice {
  const beside = path.slice(0, -1);
  if (/^"\w+": /.test(written)) {
    const keys = JSON.parse(`{${written}}`) as Record<string, unknown>;
    const writes = Object.entries(keys).map(([key, value]) => ({ path: [...beside, key], value }));
    return { label: written, writes };
  }
  const value: unknown = readAnswer(written);
  return { label: labelOf(value), writes: [{ path, value }] };
}

/** What is written is JSON where it looks like it, and else text: a word, a format, the name of a column. */
export function readAnswer(written: string): unknown {
  if (!/^(?:["[{]|-?\d|true$|false$)/.test(written)) return written;
  try {
    return JSON.parse(written) as unknown;
  } catch {
    // A day, or a name that begins with a bracket.
    return written;
  }
}
