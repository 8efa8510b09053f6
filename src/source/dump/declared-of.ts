import type { SourceFile } from "../source-file.ts";
import type { DeclaredKeys } from "./declared-keys.ts";
import { tableKey } from "./dump-part.ts";

/** Columns of a file that its dump declares to be keys of another file. */
export interface DeclaredFileReference {
  readonly file: string;
  readonly columns: readonly string[];
  readonly toFile: string;
  readonly toColumns: readonly string[];
}

/** What a dump declares of the table that a file is, its columns as the file's header has them. */
export function declaredOf({
  table,
  extracted,
}: Pick<SourceFile, "table" | "extracted">): DeclaredKeys | undefined {
  if (extracted !== undefined) return extracted.declared;
  if (table === undefined) return undefined;
  const { declared, columns } = table.table;
  const named = (name: string) =>
    columns.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? name;
  return {
    primaryKey: declared.primaryKey.map(named),
    unique: declared.unique.map((list) => list.map(named)),
    foreignKeys: declared.foreignKeys.map((key) => ({ ...key, columns: key.columns.map(named) })),
    notNull: declared.notNull.map(named),
  };
}

/** The references that dumps declare between files of an export; those to tables that are none of them not. */
export function declaredReferences(files: readonly SourceFile[]): DeclaredFileReference[] {
  return files.flatMap((file) =>
    (declaredOf(file)?.foreignKeys ?? []).flatMap(({ columns, to, toColumns }) => {
      const target = files.find((one) => isMeant(one, to, file));
      const found = target && declaredOf(target);
      if (target === undefined || found === undefined) return [];
      const own = toColumns.length > 0 ? namedIn(target, toColumns) : found.primaryKey;
      if (own.length !== columns.length) return [];
      return [{ file: file.name, columns, toFile: target.name, toColumns: own }];
    }),
  );
}

/** A name without schema or database is one of the table's own. */
function isMeant(
  { table, extracted }: SourceFile,
  to: readonly string[],
  from: SourceFile,
): boolean {
  if (extracted !== undefined && from.extracted !== undefined) {
    const [name = "", schema] = to.toReversed();
    return (
      sameText(extracted.name, name) &&
      sameText(extracted.schema ?? "", schema ?? from.extracted.schema ?? "")
    );
  }
  const other = from.table?.table;
  if (table === undefined || other === undefined) return false;
  const { database, schema } = table.table;
  const isSame = table.table.table.toLowerCase() === (to.at(-1) ?? "").toLowerCase();
  if (!isSame) return false;
  const said = to.at(-2)?.toLowerCase();
  if (said !== undefined) {
    const named = { database: "", schema: said, table: "" };
    return (
      [database.toLowerCase(), schema.toLowerCase()].includes(said) ||
      tableKey(named) === tableKey({ database: "", schema, table: "" })
    );
  }
  return (
    tableKey({ database, schema, table: "" }) ===
    tableKey({ database: other.database, schema: other.schema, table: "" })
  );
}

const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function namedIn({ table, extracted }: SourceFile, names: readonly string[]): string[] {
  const columns = table?.table.columns ?? extracted?.columns ?? [];
  return names.map((name) => columns.find((one) => sameText(one.name, name))?.name ?? name);
}
