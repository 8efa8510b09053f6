import type { Importer } from "../../../importers/define.ts";
import { type KeptEntity, originalRecords } from "../../corrections/originals.ts";
import { ownCells, shortened } from "../../corrections/plan-retry.ts";
import { layOutCells, planColumns, REJECT_COLUMNS } from "../../corrections/reject-columns.ts";
import type { CorrectionSheet, SheetRow } from "../../corrections/sheet.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { FixedRecord, Fixes } from "../../mapping/fixes.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readersOf } from "../../mapping/readers.ts";

/** What a sheet of corrections is made from. */
interface SheetSource {
  /** Of the report that has the rejected records. */
  readonly folder: string;
  readonly importers: readonly Importer[];
  readonly mapping: Mapping;
  readonly fixes: Fixes;
  /** What messages call the file of fixes. */
  readonly name: string;
}

/**
 * The rejected records of an entity as the chain's corrections make them, as if a person had corrected the file of
 * them; a row is called by the line of the fix. Undefined if the mapping does not know the entity.
 */
export function retrySheet(kept: KeptEntity, source: SheetSource): CorrectionSheet | undefined {
  const { importers, mapping, name } = source;
  const { entity, files } = kept;
  const importer = importers.find((one) => one.entity === entity);
  if (importer === undefined || mapping.entities[entity] === undefined) return undefined;
  const { columns } = planColumns(files.map(({ header }) => header));
  const header = [...REJECT_COLUMNS, ...columns.map((column) => column.name)];
  const rows = correctedRows(kept, { ...source, importer });
  return { name, entity, header, rows, guards: "nothing", isMeant: true, notes: [] };
}

async function* correctedRows(
  kept: KeptEntity,
  { folder, fixes, importers, importer, mapping }: SheetSource & { readonly importer: Importer },
): AsyncGenerator<SheetRow> {
  const plan = planColumns(kept.files.map(({ header }) => header));
  const own = mapping.entities[kept.entity];
  if (own === undefined) return;
  const fixers = kept.files.map(({ name, header }) =>
    fixes.fixerFor({
      file: { name },
      header,
      importer,
      mapping: entityOfFile(own, name),
      readers: readersOf(name, mapping, importers),
    }),
  );
  for await (const { file, record, line, codes, laid } of originalRecords(folder, kept)) {
    const places = plan.places[file] ?? [];
    const placed = { columns: plan.columns, places };
    const cells = shortened(codes, ownCells(laid, placed));
    const found = fixers[file]?.({ record, line, offset: 0, cells, flaws: [] });
    if (found === undefined || !isCorrected(found)) continue;
    const name = kept.files[file]?.name ?? "";
    const first = [record, name, line, "", "", decisionOf(found)].map(String);
    const row = found.changed[0]?.line ?? found.decided[0]?.line ?? 0;
    yield { row, cells: [...first, ...layOutCells(found.fixed.cells, placed)] };
  }
}

const isCorrected = ({ changed, decided }: FixedRecord): boolean =>
  changed.length + decided.length > 0;

/** As people write it into `_decision`. */
function decisionOf({ reason, changed, decided }: FixedRecord): string {
  if (reason !== undefined) return `withdraw: ${reason}`;
  if (changed.some(({ decision }) => decision === "new id")) return "new id";
  return decided.length > 0 ? "as written" : "";
}
