import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { blob, integer, real, type SQLiteColumn, text } from "drizzle-orm/sqlite-core";
import { isInteger, isNumbered, type KeptType, keptType } from "./server-type.ts";
import { storedAs, type TwinDefault, twinDefault } from "./twin-default.ts";

/** A column that the twin has as well. */
export interface KeptColumn {
  /** In the Drizzle table. */
  readonly key: string;
  readonly server: PgColumn;
  readonly type: KeptType;
  readonly byDefault: TwinDefault;
}

/** With the twin's own column. */
export type TwinnedColumn = KeptColumn & { readonly twin: SQLiteColumn };

export const isKeptBy = (kept: readonly KeptColumn[], key: string): boolean =>
  kept.some((one) => one.key === key);

/**
 * The columns that a twin has.
 *
 * @throws TypeError if one is left to the server that must be filled and has no default
 */
export function keptColumns(table: PgTable): KeptColumn[] {
  const columns = Object.entries(getTableColumns(table)) as [string, PgColumn][];
  return columns.flatMap(([key, server]) => {
    const type = keptType(server);
    const byDefault = type === undefined ? "server" : twinDefault(server, type);
    const isMade = server.generated !== undefined || (isNumbered(server) && !server.primary);
    if (type !== undefined && byDefault !== "server" && !isMade) {
      return [{ key, server, type, byDefault }];
    }
    if (server.primary || (server.notNull && !server.hasDefault && !isMade)) {
      throw new TypeError(
        `${getTableName(table)}.${server.name} is ${server.getSQLType()}: no import can fill it, and it must not be empty.`,
      );
    }
    return [];
  });
}

export type TwinBuilder = ReturnType<typeof plainColumn>;

/** Declares the column of the twin. */
export function twinBuilder({ server, type, byDefault }: KeptColumn): TwinBuilder {
  const { defaultFn, notNull, primary, isUnique, uniqueName } = server;
  const isNumber = primary && isInteger(type);
  const builder = plainColumn(server.name, type);
  if (primary) {
    if (isNumber) integerKey(builder);
    else builder.primaryKey();
  }
  if (notNull && !primary) builder.notNull();
  if (isUnique && type.kind !== "citext") builder.unique(uniqueName);
  if (typeof byDefault === "object") {
    builder.default(("sql" in byDefault ? byDefault.sql : byDefault.value) as never);
  }
  if (defaultFn !== undefined) builder.$defaultFn(() => storedAs(defaultFn(), type) as never);
  return builder;
}

/** Numbers are never given twice, as those of a sequence. */
function integerKey(builder: TwinBuilder): void {
  (builder as ReturnType<typeof integer>).primaryKey({ autoIncrement: true });
}

function plainColumn(name: string, type: KeptType) {
  if (isInteger(type)) return integer(name);
  switch (type.kind) {
    case "boolean":
      return integer(name, { mode: "boolean" });
    case "real":
      return real(name);
    case "bytes":
      return blob(name, { mode: "buffer" });
    default:
      return text(name);
  }
}
