import { readFitted } from "../../mapping/read-fitted.ts";
import { Interrupted } from "../../plain/errors.ts";
import { ByteReader } from "../../source/source-file.ts";
import { type CompiledEntity, compileEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { FixedCells } from "../request/fixed-cells.ts";
import type { ImportRequest } from "../request/import-request.ts";

/** What is looked through before a run. */
export type Looked = Pick<ImportRequest, "fit" | "fixes" | "asOf" | "signal">;

/**
 * Reads and maps the records of one entity once before the run, and writes nothing.
 *
 * @param look is handed each record; the compiled entity is that of its file
 * @throws Interrupted
 */
export async function lookThrough(
  { fit, fixes, asOf, signal }: Looked,
  entity: string,
  look: (compiled: CompiledEntity, record: PreparedRecord) => void,
): Promise<void> {
  // What comes of the fixes is counted when the run itself applies them.
  const fixed = new FixedCells(fixes?.anew());
  for (const fitted of fit.files) {
    if (fitted.importer.entity !== entity) continue;
    const compiled = compileEntity(fitted, { ...fit.mapping, asOf });
    const corrected = fixed.correct(fitted, 0, () => Number.POSITIVE_INFINITY);
    for await (const group of readFitted(corrected, new ByteReader(fitted.file)).groups) {
      if (signal.aborted) throw interrupted();
      for (const read of group) {
        const record = compiled.prepare(read);
        if (!compiled.isOther?.(record)) look(compiled, record);
      }
    }
  }
}

const interrupted = (): Interrupted =>
  new Interrupted("Interrupted while scanning the export.", {
    cure: "Nothing was started. Run the same command again when ready.",
  });
