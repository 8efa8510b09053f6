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
  const named = Object.entries(said).find(([name]) => name.toLowerCase() === file.toLowerCase());
  return named?.[1] ?? said[ANY_FILE];
}
