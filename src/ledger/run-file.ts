/** A file of the run, by its position. */
export interface RunFile {
  readonly name: string;
  /** Its row in the ledger; that of the original file, where records of an earlier run are retried. */
  readonly fileId: number;
  /** The ledger's row of what was read, where that is another. */
  readonly readAs?: number;
}

const positions = new WeakMap<readonly RunFile[], { looked: number; byId: Map<number, number> }>();

/** The position of a file among those of a run, which may get more; -1 if it is not one of them. */
export function positionOfFile(files: readonly RunFile[], fileId: number): number {
  const known = positions.get(files) ?? { looked: 0, byId: new Map() };
  positions.set(files, known);
  for (; known.looked < files.length; known.looked++) {
    const { fileId: next = 0 } = files[known.looked] ?? {};
    if (!known.byId.has(next)) known.byId.set(next, known.looked);
  }
  return known.byId.get(fileId) ?? -1;
}
