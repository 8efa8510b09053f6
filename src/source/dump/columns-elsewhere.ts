import type { SourceFile } from "../source-file.ts";
import { joinKeys } from "./declared-keys.ts";
import type { DumpTable } from "./dump-table.ts";

/**
 * A table whose columns its own dump does not say, as pg_dump --data-only leaves them out, with those
 * that another dump of the export says of it.
 */
export function named(file: SourceFile, created: readonly DumpTable[]): SourceFile {
  const own = file.table;
  if (own === undefined || own.table.named === "CREATE TABLE") return file;
  const { table } = own;
  const found = created.filter(
    (one) =>
      one.table.toLowerCase() === table.table.toLowerCase() &&
      (one.schema === table.schema || one.schema === "" || table.schema === "") &&
      (table.named === "statements" || one.columns.length === table.columns.length),
  );
  const lists = new Set(found.map(({ columns }) => columns.map(({ name }) => name).join("\n")));
  const [first] = found;
  if (first === undefined || lists.size > 1) return file;
  const declared = joinKeys(table.declared, first.declared);
  // Where its own statements name its columns, the other dump says of them what is declared alone.
  if (table.named === "statements")
    return { ...file, table: { ...own, table: { ...table, declared } } };
  const { columns } = first;
  const whole = { ...table, columns, declared, named: "CREATE TABLE" as const };
  return { ...file, table: { ...own, table: whole } };
}
