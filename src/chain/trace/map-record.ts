import type { DbValue } from "../../db/database.ts";
import { type CompiledEntity, compileEntity } from "../../import/prepare/compile-entity.ts";
import { stored } from "../../import/prepare/prepare.ts";
import { columnsAside } from "../../mapping/aside/aside.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { SourceRecord } from "../../source/record.ts";
import {
  type FoundVersion,
  fitFor,
  folderOf,
  type Reading,
  sourceOf,
  unopened,
} from "./reading.ts";
import type { TracedCell } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

interface Mapped {
  readonly legacyId?: string | null;
  readonly values?: ReadonlyMap<string, DbValue>;
  readonly named: FoundVersion["named"];
  readonly compiled?: CompiledEntity;
  readonly note?: string;
}

/** Maps the record with the stage that the import itself maps with. */
export async function mapRecord(
  means: TraceMeans,
  reading: Reading,
  record: SourceRecord,
): Promise<Mapped | undefined> {
  const { mapping, reader, file, importer, run } = reading;
  if (mapping?.entities[importer.entity] === undefined) return undefined;
  try {
    const fitted = fitFor(means, reading, unopened(file));
    const fit = await means.lookedUp(
      { mapping, files: [fitted], ignored: [] },
      sourceOf(reader),
      folderOf(reader),
    );
    const [own = fitted] = fit.files;
    const settings = run.request?.settings ?? {};
    const aside = columnsAside(own, mapping, settings);
    const compiled = compileEntity(own, { ...mapping, asOf: run.asOf, aside });
    const filled = compiled.prepare(record);
    const values = new Map<string, DbValue>();
    const named = new Map<string, { entity: string; legacyId: string }>();
    for (const [at, { key, reference }] of compiled.columns.entries()) {
      const of = compiled.references[reference ?? -1];
      const legacyId = filled.parents[reference ?? -1] ?? null;
      if (of !== undefined && legacyId !== null) named.set(key, { entity: of.entity, legacyId });
      if (of === undefined) values.set(key, stored(filled.written[at]));
    }
    return { values, named, compiled, legacyId: filled.legacyId };
  } catch (error) {
    if (!(error instanceof HmsyncError)) throw error;
    return { named: new Map(), note: `The cells could not be mapped: ${error.message}` };
  }
}

interface ShownCells {
  readonly now: readonly string[];
  readonly was: readonly string[];
  /** The record's bytes, where they could not be told apart. */
  readonly raw: Buffer | undefined;
}

/** The cells by column, with what they fill and what was found on them. */
export function cellsOf(
  { file, mapping, importer, issues }: Reading,
  { now, was, raw }: ShownCells,
  compiled: CompiledEntity | undefined,
): TracedCell[] {
  const fields = Object.entries(mapping?.entities[importer.entity]?.fields ?? {});
  if (now.length === 0 && raw !== undefined) {
    const codes = issues.map(({ code }) => code);
    return [{ column: "as it stands", value: raw.toString("utf8"), fills: [], codes }];
  }
  const width = Math.max(file.header.length, now.length);
  return Array.from({ length: width }, (_, at): TracedCell => {
    const column = file.header[at] ?? `column ${at + 1}`;
    const fills = fields
      .filter(([, field]) => field?.columns.includes(column) === true)
      .map(([name]) => importer.fields[name]?.column ?? name)
      .filter((key) => compiled?.columns.some((one) => one.key === key) !== false);
    const codes = issues
      .filter((issue) => (issue.column ?? "").split(" + ").includes(column))
      .map(({ code }) => code);
    const value = now[at] ?? "";
    const before = was[at] ?? "";
    return { column, value, ...(before !== value && { was: before }), fills, codes };
  });
}
