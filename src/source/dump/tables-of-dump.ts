import { SourceError } from "../../errors.ts";
import { partNames } from "../part-names.ts";
import type { SourceFile } from "../source-file.ts";
import { type DumpTable, displayName, indexDump, isInternal } from "./index-dump.ts";
import { openDump } from "./open-dump.ts";

interface Tables {
  readonly files: readonly SourceFile[];
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
  /** Tables whose columns the dump says, rows or not. */
  readonly created: readonly DumpTable[];
}

/**
 * The tables of a dump, each as a file of the export.
 *
 * @throws SourceError where the dump cannot be read, is cut short or holds no rows
 */
export async function tablesOf(file: SourceFile): Promise<Tables> {
  const dump = await openDump(file);
  const { tables } = await indexDump(dump);
  const ours = tables.filter((table) => !isInternal(table));
  const filled = ours.filter(({ rows }) => rows > 0);
  const isAlone = ours.length === 1;
  const names = partNames(ours.map((table) => displayName(table, ours)));
  const name = (table: DumpTable) =>
    isAlone ? file.name : `${file.name}#${names[ours.indexOf(table)]}`;
  if (ours.length === 0) {
    throw new SourceError(`${file.name} holds no table: it is no SQL dump, or an empty one.`, {
      cure: "Look into it; a dump has CREATE TABLE, INSERT or COPY statements.",
    });
  }
  return {
    files: filled.map((table) => ({ ...file, name: name(table), table: { dump, table } })),
    created: ours.filter(({ named }) => named === "CREATE TABLE"),
    ignored: ours
      .filter(({ rows }) => rows === 0)
      .map((table) => ({ name: name(table), reason: "it has no rows" })),
  };
}
