import { groupBy } from "../plain/group-by.ts";

interface OfFile {
  readonly file: string;
}
interface ToFile {
  readonly toFile: string;
}

const byFile = new WeakMap<readonly OfFile[], ReadonlyMap<string, readonly OfFile[]>>();
const byTarget = new WeakMap<readonly ToFile[], ReadonlyMap<string, readonly ToFile[]>>();

/** What a list says of one file. It is sorted once: each of very many files asks. */
export function ofFile<One extends OfFile>(list: readonly One[], file: string): readonly One[] {
  const groups = byFile.get(list) ?? groupBy(list, (one) => one.file);
  byFile.set(list, groups);
  return (groups.get(file) ?? []) as readonly One[];
}

/** The same by the file that is pointed to. */
export function toFile<One extends ToFile>(list: readonly One[], file: string): readonly One[] {
  const groups = byTarget.get(list) ?? groupBy(list, (one) => one.toFile);
  byTarget.set(list, groups);
  return (groups.get(file) ?? []) as readonly One[];
}
