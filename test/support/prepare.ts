import type { Importer } from "../../importers/define.ts";
import { type CompiledEntity, compileEntity } from "../../src/import/prepare/compile-entity.ts";
import type { PreparedRecord } from "../../src/import/prepare/prepared-record.ts";
import { columnsAside } from "../../src/mapping/aside/aside.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import type { SourceRecord } from "../../src/source/record.ts";
import { CONTEXT } from "./convert.ts";
import { IMPORTERS } from "./target.ts";

/** The day that "future" is measured against. */
export const AS_OF = "2026-01-14";

/**
 * Compiles an importer with what a mapping file says of its entity, for a file with these columns. Cells that
 * no field is filled from are kept only where it says so.
 */
export function compileFor(
  importer: Importer,
  entity: object,
  header: readonly string[],
): CompiledEntity {
  const entities = { [importer.entity]: entity };
  const written = { mappingVersion: 1, legacySystem: "test", ...CONTEXT, entities };
  const mapping = parseMapping("test", JSON.stringify(written), IMPORTERS).entities;
  const file = { path: "test.csv", name: "test.csv", size: 0, modified: 0 };
  const own = mapping[importer.entity];
  if (own === undefined) throw new TypeError(`no importer of ${importer.entity}`);
  const fitted = { file, header, importer, mapping: own, unmapped: [], absent: [] };
  const aside = own.unmapped === "keep" ? columnsAside(fitted, {}, {}) : [];
  return compileEntity(fitted, { ...CONTEXT, asOf: AS_OF, aside });
}

/** A record as the reader hands it on. */
export function sourceRecord(cells: readonly string[], record = 1): SourceRecord {
  return { cells, record, line: record + 1, offset: record * 100, flaws: [] };
}

/** A record of cells by field: every field has a column of its own name. */
export function prepareCells(
  importer: Importer,
  cells: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, string>> = {},
): PreparedRecord {
  const header = Object.keys(cells);
  const fields = Object.fromEntries(header.map((name) => [name, name]));
  const { prepare } = compileFor(importer, { fields, rules }, header);
  return prepare(sourceRecord(Object.values(cells)));
}

/** Codes and severities of what was found on a record. */
export function found({ issues }: PreparedRecord): string[] {
  return issues.map(({ code, severity }) => `${severity} ${code}`);
}
