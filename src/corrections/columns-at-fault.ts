import type { Importer } from "../../importers/define.ts";
import type { EntityMapping } from "../mapping/mapping.ts";

/** What a column is to an entity. */
export type ColumnRole = "legacy id" | "reference" | "other";

/** Which columns of a record were told to be wrong, and whether their cells could be read at all. */
export interface Fault {
  /** The whole record is at fault: which cell, its codes do not say. */
  readonly whole: boolean;
  /** By column; "unread" where the cell has no value as it stands. */
  readonly columns: ReadonlyMap<string, "unread" | "read">;
}

/** What is known of the columns of an entity through its mapping. */
export class ColumnBook {
  readonly #importer: Importer;
  readonly #mapping: EntityMapping;
  readonly #faults = new Map<string, Fault>();
  readonly #roles = new Map<string, ColumnRole>();

  constructor(importer: Importer, mapping: EntityMapping) {
    this.#importer = importer;
    this.#mapping = mapping;
    for (const [name, field] of Object.entries(importer.fields)) {
      const role = name === "legacyId" ? "legacy id" : "reference";
      if (name !== "legacyId" && field.reference === undefined) continue;
      for (const column of this.#columnsOf(name)) {
        if (this.#roles.get(column) !== "legacy id") this.#roles.set(column, role);
      }
    }
  }

  roleOf(column: string): ColumnRole {
    return this.#roles.get(column) ?? "other";
  }

  /** @param codes of a record, as they stand in `_codes` */
  faultOf(codes: readonly string[]): Fault {
    const key = codes.join(" ");
    const known = this.#faults.get(key);
    if (known !== undefined) return known;
    const fields = codes.map((code) => this.#fieldsOf(code.slice(this.#prefix.length)));
    const columns = new Map<string, "unread" | "read">();
    for (const { name, unread } of fields.flat()) {
      for (const column of this.#columnsOf(name)) {
        if (columns.get(column) !== "unread") columns.set(column, unread ? "unread" : "read");
      }
    }
    const fault = { whole: fields.some((found) => found.length === 0), columns };
    this.#faults.set(key, fault);
    return fault;
  }

  /** What a code says is wrong, and in which columns; in none if it is of the whole record. */
  columnsAt(code: string): readonly string[] {
    const fields = this.#fieldsOf(code.slice(this.#prefix.length));
    return fields.flatMap(({ name }) => this.#columnsOf(name));
  }

  /** The columns that the legacy id is taken from. */
  get idColumns(): readonly string[] {
    return this.#columnsOf("legacyId");
  }

  /** What may be written into a column of codes; nothing if it is none. */
  codesOf(column: string): readonly string[] {
    const field = Object.entries(this.#importer.fields).find(
      ([name, { values }]) => values !== undefined && this.#columnsOf(name).includes(column),
    );
    if (field === undefined) return [];
    const own = this.#mapping.fields[field[0]]?.options["codes"] ?? {};
    return [...new Set([...Object.keys(own), ...(field[1].values ?? [])])];
  }

  /** What codes begin with. */
  get #prefix(): string {
    return `${this.#importer.entity}.`;
  }

  #columnsOf(field: string): readonly string[] {
    return this.#mapping.fields[field]?.columns ?? [];
  }

  #fieldsOf(code: string): { readonly name: string; readonly unread: boolean }[] {
    const rule = this.#importer.rules.find((one) => one.code === code);
    if (rule !== undefined) return rule.fields.map((name) => ({ name, unread: false }));
    return Object.entries(this.#importer.fields).flatMap(([name, { label = name, problems }]) => {
      if (!code.startsWith(`${label}.`)) return [];
      const word = code.slice(label.length + 1);
      return [{ name, unread: word !== "unknown" && word in problems }];
    });
  }
}
