import type { Connection } from "../database.ts";

const KEPT = 8;

/**
 * What follows from a database's schema alone, kept by the text of the schema: it is asked for again and again, and a
 * hundred tables take several hundred queries. Numbers of schemas would not do: a rollback gives them out twice.
 */
export class BySchema<Known> {
  readonly #known = new Map<string, Known>();

  /** @param schema of the database itself, or of one that is attached */
  of(db: Connection, schema: "main" | "before", read: () => Known): Known {
    const made = db
      .prepare(`select type, name, tbl_name, sql from ${schema}.sqlite_schema order by rowid`)
      .all([]);
    // What a virtual table is made of, its module says.
    if (made.some(([, , , sql]) => /^create\s+virtual/i.test(String(sql)))) return read();
    const text = JSON.stringify(made);
    const known = this.#known.get(text) ?? read();
    this.#known.delete(text);
    this.#known.set(text, known);
    for (const oldest of this.#known.keys())
      if (this.#known.size > KEPT) this.#known.delete(oldest);
    return known;
  }
}
