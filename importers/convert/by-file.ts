import { z } from "zod";

/** The same for all files, or by a file's name; `*` for the rest. */
export const byFile = <Said extends z.ZodType>(said: Said) =>
  z.union([said, z.record(z.string().min(1), said)]);

/** All that an option says, for whichever file. */
export function saidIn<Said>(written: unknown): Said[] {
  const said = (isByFile(written) ? Object.values(written) : [written]).flat();
  return [...new Set(said.filter((one) => one !== undefined))] as Said[];
}

/** For every file that has no entry of its own. */
export const ANY_FILE = "*";

/** Whether an option is said file by file. */
export const isByFile = (said: unknown): said is Readonly<Record<string, unknown>> =>
  typeof said === "object" && said !== null && !Array.isArray(said);

/** What an option says for one file; nothing if it names neither that nor all others. */
export function saidFor(said: unknown, file: string): unknown {
  if (!isByFile(said)) return said;
  return lowered(said).get(file.toLowerCase()) ?? said[ANY_FILE];
}

type SaidByFile = Readonly<Record<string, unknown>>;
const known = new WeakMap<SaidByFile, ReadonlyMap<string, unknown>>();

/** What is said, by names in lower case, made once: as many files may be named as an export has. */
function lowered(said: SaidByFile): ReadonlyMap<string, unknown> {
  const made = known.get(said) ?? new Map(firstOfEach(said));
  known.set(said, made);
  return made;
}

/** Of names that differ by case alone, the first counts. */
const firstOfEach = (said: SaidByFile) =>
  Object.entries(said)
    .reverse()
    .map(([name, one]) => [name.toLowerCase(), one] as const);
