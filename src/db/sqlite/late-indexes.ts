import type { Connection, IndexesAside } from "../database.ts";
import { quoteName } from "../names.ts";

/** Columns whose values follow one to one from the primary key: an index on one refuses no row. */
const DERIVED = new Set(["public_id"]);

interface Index {
  readonly name: string;
  /** As the schema has it. */
  readonly create: string;
}

/**
 * Indexes that are away while their tables are filled. To be used within one transaction: whatever
 * ends it early, a kill among it, brings them back.
 */
export class LateIndexes implements IndexesAside {
  readonly #db: Connection;
  readonly #away: readonly Index[];

  /**
   * Takes indexes away. One that keeps rows unique stays, so that a row is refused when it comes;
   * unless its rows are known to be unique by something else.
   *
   * @param tables SQL names, and whether their unique indexes may go too
   */
  constructor(db: Connection, tables: ReadonlyMap<string, "all" | "those that refuse no row">) {
    this.#db = db;
    this.#away = [...tables].flatMap(([table, which]) =>
      indexesOf(db, table).filter((one) => which === "all" || !refuses(db, one)),
    );
    for (const { name } of this.#away) db.exec(`drop index ${quoteName(name)}`);
  }

  /** Builds them anew, each from one sorted pass over its table. */
  build(): void {
    for (const { create } of this.#away) this.#db.exec(create);
  }
}

interface FoundIndex extends Index {
  readonly unique: boolean;
}

/** Those that a statement has made; those of a primary key belong to the table. */
function indexesOf(db: Connection, table: string): FoundIndex[] {
  const rows = db
    .prepare(
      `select l.name, m.sql, l."unique" from pragma_index_list(?) l
       join sqlite_schema m on m.type = 'index' and m.name = l.name
       where m.sql is not null order by l.seq desc`,
    )
    .all([table]);
  return rows.map(([name, create, unique]) => {
    return { name: String(name), create: String(create), unique: unique === 1 };
  });
}

function refuses(db: Connection, { name, unique }: FoundIndex): boolean {
  if (!unique) return false;
  const columns = db.prepare("select name from pragma_index_info(?)").all([name]);
  return !columns.every(([column]) => DERIVED.has(String(column)));
}
