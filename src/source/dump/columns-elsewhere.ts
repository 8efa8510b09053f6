import type { SourceFile } from "../source-file.ts";
import type { DumpTable } from "./index-dump.ts";

/**
 * A table whose columns its own dump does not say, as pg_dump --data-only leaves them out, with those
 * that another dump of the export says of it.
 */
export function named(file: SourceFile, created: readonly DumpTable[]): SourceFile {
  const own = file.table;
  if (own === undefined || own.table.named !== "made up") return file;
  const { table } = own;
  const found = created.filter(
    (one) =>
      one.table.toLowerCase() === table.table.toLowerCase() &&
      (one.schema === table.schema || one.schema === "" || table.schema === "") &&
      one.columns.length === table.columns.length,
  );
  const lists = new Set(found.map(({ columns }) => columns.map(({ name }) => name).join("\n")));
  const [first] = found;
  if (first === undefined || lists.size > 1) return file;
  const { columns } = first;
  return { ...file, table: { ...own, table: { ...table, columns, named: "CREATE TABLE" } } };
}
