// What is known of files that records name.

/** The files that records of an export name. */
export interface NamedFiles {
  /** Looks a file up and reads it. */
  find(path: string): FoundFile | { readonly fault: string };
}

/** What is known of a file once it was read. */
export interface FoundFile {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Where the store keeps it. */
  readonly storedAs: string;
  /** Bytes. */
  readonly size: number;
  /** As its bytes begin. */
  readonly mediaType: string | null;
  /** Findings that do not speak against taking it: words of the field's problems. */
  readonly remarks: readonly string[];
}

/** Columns of what is known of a file: its place in the store, what it comes to. */
export interface FileColumns {
  readonly storedAs: string;
  readonly sha256: string;
  readonly size: string;
  readonly mediaType: string;
  /** What a cell names below the folder of files, as a mapping's options have it. */
  within(options: Readonly<Record<string, unknown>>): (cell: string) => string;
}
