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
  const [only] = found;
  if (only === undefined || found.length > 1) return file;
  const { columns } = only;
  return { ...file, table: { ...own, table: { ...table, columns, named: "CREATE TABLE" } } };
}
