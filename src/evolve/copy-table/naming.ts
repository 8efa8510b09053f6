import type { Database } from "../../db/database.ts";
import { sameName } from "../../db/names.ts";
import { readCatalog, type Stored } from "../../db/sqlite/catalog.ts";
import { tokenize } from "../../db/sqlite/sql-tokens.ts";

/** Something in the database that names the older table. */
export interface Naming {
  readonly what: "foreign key" | "view" | "trigger";
  readonly name: string;
}

/** What in a database names a table: it has to name another one before that can go. */
export function namingInDatabase(db: Database, table: string): Naming[] {
  const { tables, views, triggers } = readCatalog(db);
  const keys = [...tables.values()].flatMap(({ name, foreignKeys }) =>
    foreignKeys
      .filter((key) => sameName(key.table, table))
      .map(
        ({ columns }): Naming => ({ what: "foreign key", name: `${name}.${columns.join(", ")}` }),
      ),
  );
  const says = ({ sql }: Stored) =>
    tokenize(sql).some(({ kind, meaning }) => kind === "name" && sameName(meaning, table));
  return [
    ...keys,
    ...views.filter(says).map(({ name }): Naming => ({ what: "view", name })),
    ...triggers.filter(says).map(({ name }): Naming => ({ what: "trigger", name })),
  ];
}
