import { SourceError, UsageError } from "../../plain/errors.ts";
import { partNames } from "../part-names.ts";
import type { SourceFile } from "../source-file.ts";
import type { DumpTable } from "./dump-table.ts";
import { type DumpReading, displayName, indexDump, isInternal } from "./index-dump.ts";
import { openDump } from "./open-dump.ts";

interface Tables {
  readonly files: readonly SourceFile[];
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
  /** Tables whose columns the dump says, rows or not. */
  readonly created: readonly DumpTable[];
}

/**
 * The tables of a dump, each as a file of the export. Those of databases that were not chosen are left out.
 *
 * @throws SourceError if the dump cannot be read, is cut short or holds no rows; UsageError if it
 * has no such database
 */
export async function tablesOf(file: SourceFile, reading: DumpReading = {}): Promise<Tables> {
  const dump = await openDump(file);
  const { tables } = await indexDump(dump, reading);
  const ours = tables.filter((table) => !isInternal(table));
  if (ours.length === 0) {
    throw new SourceError(`${file.name} holds no tables: it is not an SQL dump, or an empty one.`, {
      cure: "Check it: a dump has CREATE TABLE, INSERT or COPY statements.",
    });
  }
  const chosen = chosenTables(file, ours, reading);
  const isAlone = ours.length === 1;
  const names = partNames(ours.map((table) => displayName(table, ours)));
  const name = (table: DumpTable) =>
    isAlone ? file.name : `${file.name}#${names[ours.indexOf(table)]}`;
  const filled = chosen.filter(isFilled);
  return {
    files: filled.map((table) => ({
      ...file,
      name: name(table),
      table: { dump, table },
      namesakes: reading.database === undefined ? namesakesOf(table, filled) : [],
    })),
    created: ours.filter(({ named }) => named === "CREATE TABLE"),
    ignored: ours
      .filter((table) => !filled.includes(table))
      .map((table) => ({ name: name(table), reason: reasonToIgnore(table, chosen) })),
  };
}

/** A table whose rows are not in the dump, but are brought by a statement, is asked about. */
const isFilled = ({ rows, open, columns }: DumpTable): boolean =>
  rows > 0 || (open.length > 0 && columns.length > 0);

function reasonToIgnore(table: DumpTable, chosen: readonly DumpTable[]): string {
  if (!chosen.includes(table)) return `${placeOf(table)} was not chosen`;
  const open = table.open.map(({ line, says }) => `line ${line}: ${says}`);
  return ["it has no rows", ...table.told, ...open].join("; ");
}

/** The database of a table, or its schema where the dump is of one database. */
const placeOf = ({ database, schema }: DumpTable): string => database || schema || "no database";

/** Where tables of the same name are, that one among them; none if it is the only one. */
function namesakesOf(table: DumpTable, tables: readonly DumpTable[]): readonly string[] {
  const same = tables.filter((one) => one.table.toLowerCase() === table.table.toLowerCase());
  if (same.length < 2) return [];
  const databases = new Set(same.map(({ database }) => database));
  return databases.size > 1
    ? [...databases].map((name) => name || "no database")
    : same.map(({ schema }) => schema || "no schema");
}

function chosenTables(
  file: SourceFile,
  tables: readonly DumpTable[],
  { database }: DumpReading,
): readonly DumpTable[] {
  if (database === undefined) return tables;
  const wanted = [database].flat().map((name) => name.toLowerCase());
  const found = tables.filter((table) =>
    [table.database, table.schema, `${table.database}.${table.schema}`].some((name) =>
      wanted.includes(name.toLowerCase()),
    ),
  );
  if (found.length > 0) return found;
  const places = [...new Set(tables.flatMap((one) => [one.database, one.schema]))].filter(Boolean);
  throw new UsageError(`${file.name} has no database or schema ${[database].flat().join(", ")}.`, {
    cure: places.length > 0 ? `It has: ${places.join(", ")}.` : "It names none: omit this setting.",
  });
}
