import { existsSync } from "node:fs";
import { join } from "node:path";
import { originalPath, originalRecords, readOriginals } from "../../corrections/originals.ts";
import { planColumns } from "../../corrections/reject-columns.ts";
import { HmsyncError } from "../../plain/errors.ts";

interface WantedCopy {
  readonly entity: string;
  readonly file: string;
  readonly record: number;
}

/** The cells of a rejected record as its run kept them for people to correct; or why they are not there. */
export async function rejectedCopy(
  folder: string | null,
  { entity, file, record }: WantedCopy,
): Promise<{ readonly cells: readonly string[] } | string> {
  if (folder === null || !existsSync(originalPath(folder, entity))) {
    return "the run's report has no copy of its rejected records";
  }
  try {
    const kept = await readOriginals(folder);
    const of = kept?.entities.find((one) => one.entity === entity);
    const position = of?.files.findIndex(({ name }) => name === file) ?? -1;
    if (of === undefined || position < 0) return `the rejected records have none of ${file}`;
    const { columns, places } = planColumns(of.files.map(({ header }) => header));
    for await (const one of originalRecords(folder, of)) {
      if (one.file !== position || one.record !== record) continue;
      const own = (places[position] ?? []).map((at) => one.laid[at] ?? "");
      return { cells: own.concat(one.laid.slice(columns.length)) };
    }
    return `${join(folder, "originals")} does not have the record`;
  } catch (error) {
    if (error instanceof HmsyncError) return error.message;
    throw error;
  }
}
