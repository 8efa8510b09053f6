import pg from "pg";
import { tableSql } from "../../db/postgresql/table-sql.ts";
import type { LegacyTable } from "../legacy-database.ts";
import type { CatalogColumn, CatalogTable } from "./catalog.ts";

/** Why a table cannot be read as a whole, as far as the catalog tells before it is tried. */
export function whyUnreadable(
  table: CatalogTable,
  columns: readonly CatalogColumn[],
): LegacyTable["unreadable"] {
  const name = tableSql(table);
  const denied = columns.filter(({ maySelect }) => !maySelect);
  if (!table.mayUse) {
    return {
      reason: `you may not use the schema ${table.schema}`,
      cure: `Let its owner grant it:  GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(table.schema)} TO ...`,
    };
  }
  if (!table.maySelect && denied.length > 0) {
    const some = denied.length < columns.length;
    const which = denied.map((column) => column.name).join(", ");
    return {
      reason: some ? `you may not read the columns ${which}` : "you may not read it",
      cure: `Let its owner grant it:  GRANT SELECT ON ${name} TO ...`,
    };
  }
  if (table.guarded) {
    return {
      reason: "row-level security would show a part of its rows alone",
      cure: "Read it as its owner, or as a role with BYPASSRLS.",
    };
  }
  if (!table.populated) {
    return {
      reason: "it is a materialized view that was never filled",
      cure: `Fill it:  REFRESH MATERIALIZED VIEW ${name}`,
    };
  }
  return undefined;
}
