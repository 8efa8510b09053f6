import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NoMappingFits } from "../../mapping/fit-mapping.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import type { Listener } from "../listener.ts";
import type { AskedImport, FoundInput } from "./asked-import.ts";
import { findInput } from "./find-input.ts";

/**
 * Finds the mapping that fits an export. Where none that ships does, one is proposed from the data and
 * written; where every required field is certain, the import continues with it.
 *
 * @throws DecisionNeeded that names the proposal; UsageError, SourceError
 */
export async function findOrPropose(
  asked: AskedImport,
  listener: Pick<Listener, "note">,
): Promise<FoundInput> {
  try {
    return { asked, fit: await findInput(asked) };
  } catch (failure) {
    const unknown = failure instanceof NoMappingFits && asked.mapping === undefined;
    if (!unknown || asked.source === STANDARD_INPUT) throw failure;
    // Proposing takes all the words of headers that there are: most imports do without.
    const { proposeImport } = await import("./propose-import.ts");
    return proposeImport(failure, asked, listener);
  }
}

/** Keeps the mapping that an import was made with beside its report. */
export async function keepMapping(proposed: string, folder: string): Promise<void> {
  await writeWhole(join(folder, "mapping.json"), readFileSync(proposed, "utf8"));
}
