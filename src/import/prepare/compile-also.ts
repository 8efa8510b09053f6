import { getTableColumns } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import { SourceFigures } from "../../digest/source-figures.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import type { Place } from "../../source/record.ts";
import { CellTotals } from "./cell-totals.ts";
import type { CompiledEntity } from "./compile-entity.ts";
import { issueMaker } from "./issue-maker.ts";
import { FilledRecord, FilledShape, stored } from "./prepare.ts";
import type { OwnedColumn, PreparedRecord } from "./prepared-record.ts";

/** No mapping speaks of rows that belong to records of another entity. */
const NO_MAPPING: EntityMapping = {
  file: undefined,
  fields: {},
  ignore: [],
  nullTokens: [],
  rules: {},
};

/** Compiles the rows that belong to an importer's records: no file is read for them. */
export function compileAlso(importer: Importer, digits: number): CompiledEntity {
  const known = getTableColumns(importer.table) as Record<string, SQLiteColumn>;
  const columns = [
    { key: "legacyId", kind: "plain" as const, reference: undefined, isLegacyId: true as const },
    ...importer.derives.map((key): OwnedColumn => {
      const kind = known[key]?.dataType === "number" ? "number" : "plain";
      return { key, kind, reference: undefined };
    }),
  ];
  return {
    importer,
    columns,
    digits,
    references: [],
    namedFile: undefined,
    also: [],
    parentRules: [],
    makeIssue: issueMaker(importer, NO_MAPPING),
    prepare: () => {
      throw new TypeError(`No file is read for ${importer.entity}.`);
    },
    keptOfAll: [],
    isOther: undefined,
    foundOnOther: () => [],
    width: 0,
    kept: [],
    asideCells: new Float64Array(0),
    mappedCells: new CellTotals(0),
    figures: new SourceFigures(importer, [], digits),
  };
}

/** What a row that belongs to a record is to hold, as if it were a record of its own. */
export function recordOfRow(
  { columns }: Pick<CompiledEntity, "columns">,
  { record, line, offset, fingerprint }: Pick<PreparedRecord, keyof Place | "fingerprint">,
  values: readonly unknown[],
): PreparedRecord {
  const place = { record, line, offset, cells: [], flaws: [] };
  const filled = new FilledRecord(place, new FilledShape(columns, 0), fingerprint);
  for (let at = 0; at < columns.length; at++) filled.written[at] = stored(values[at] as string);
  filled.seal();
  return filled;
}
