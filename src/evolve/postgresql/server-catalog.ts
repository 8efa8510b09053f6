import { sha256OfText } from "../../plain/hash-file.ts";

// What PostgreSQL says of tables: every definition is the server's own writing of it, with all names in full, so that
// two of them say the same if and only if they are the same text.

/** A column. */
export interface ServerColumn {
  /** Of the column within its table; a rename leaves it as it is. */
  readonly number: number;
  readonly name: string;
  /** As the server writes it: `numeric(10,2)`, `public.mood`. */
  readonly type: string;
  /** The kind of its values: `numeric`, `timestamp`; of an array, a domain or an enum as the catalog calls it. */
  readonly base: string;
  readonly notNull: boolean;
  /** Null where there is none, and where a sequence of its own counts. */
  readonly default: string | null;
  /** The sequence that belongs to it, by its full name. */
  readonly sequence: string | null;
  /** Always, by default, or not at all. */
  readonly identity: "a" | "d" | "";
  /** How an identity counts: `start with 1 increment by 1 ...`. */
  readonly counting: string | null;
  /** What it is computed from. */
  readonly generated: string | null;
  /** Where it is not that of the type. */
  readonly collation: string | null;
}

/** A primary key, UNIQUE, foreign key, CHECK or exclusion. */
export interface ServerConstraint {
  readonly oid: number;
  readonly name: string;
  readonly kind: "p" | "u" | "f" | "c" | "x" | "t";
  /** `CHECK ((fee > 0))`. */
  readonly definition: string;
  readonly columns: readonly number[];
  readonly validated: boolean;
  /** What a foreign key names, in full. */
  readonly parent: string | null;
  readonly parentColumns: readonly string[];
}

/** An index that is not a constraint's. */
export interface ServerIndex {
  readonly oid: number;
  readonly name: string;
  /** In full. */
  readonly called: string;
  readonly definition: string;
  readonly unique: boolean;
  readonly valid: boolean;
  /** Its columns or expressions, as SQL. */
  readonly keys: readonly string[];
  /** SQL of a partial index. */
  readonly filter: string | null;
  /** Those that it needs, also within expressions. */
  readonly columns: readonly number[];
}

/** A policy, and what it says: `AS PERMISSIVE FOR ALL TO public USING (...)`. */
export interface ServerPolicy {
  readonly oid: number;
  readonly name: string;
  readonly definition: string;
}

/** A table of any kind. */
export interface ServerTable {
  readonly oid: number;
  /** How the tool's decisions call it: with its schema where that is not the usual one. */
  readonly called: string;
  /** In full, quoted: as SQL takes it. */
  readonly written: string;
  readonly schema: string;
  readonly name: string;
  /** Ordinary, partitioned or foreign. */
  readonly kind: "r" | "p" | "f";
  readonly rls: boolean;
  readonly force: boolean;
  readonly columns: readonly ServerColumn[];
  readonly constraints: readonly ServerConstraint[];
  readonly indexes: readonly ServerIndex[];
  readonly policies: readonly ServerPolicy[];
  readonly triggers: readonly string[];
  /** A part of another: a partition, or one that inherits. */
  readonly child: boolean;
}

/** A view, materialized or not. */
export interface ServerView {
  readonly oid: number;
  readonly called: string;
  readonly written: string;
  readonly materialized: boolean;
  readonly definition: string;
}

/** An enum and its values, in their order. */
export interface ServerEnum {
  readonly oid: number;
  readonly called: string;
  readonly written: string;
  readonly values: readonly string[];
}

/** A sequence that no column owns. */
export interface ServerSequence {
  readonly called: string;
  readonly written: string;
  readonly counting: string;
}

/** What stands in some schemas. */
export interface ServerCatalog {
  readonly schemas: readonly string[];
  readonly tables: readonly ServerTable[];
  readonly views: readonly ServerView[];
  readonly enums: readonly ServerEnum[];
  readonly sequences: readonly ServerSequence[];
}

/** The one of a list that is called so; unlike SQLite's, names differ by letter case. */
export const calledSo = <Kind extends { readonly called: string }>(
  list: readonly Kind[],
  called: string,
): Kind | undefined => list.find((one) => one.called === called);

/** The columns of the primary key, in its order. */
export const primaryKeyOf = ({ constraints }: ServerTable): readonly number[] =>
  constraints.find(({ kind }) => kind === "p")?.columns ?? [];

/**
 * The hash of what a catalog says: 64 hexadecimal digits. The order of columns, the names of constraints and what
 * numbers the server gave do not matter.
 *
 * @param among only these tables count
 */
export function catalogHashOf({ tables, enums }: ServerCatalog, among: readonly string[]): string {
  const told = tables
    .filter(({ called }) => among.includes(called))
    .map((table) => [
      ...[table.called, table.rls, table.columns.map(columnText).sort()],
      table.constraints.map(({ definition }) => definition).sort(),
      table.indexes.map(({ definition }) => definition).sort(),
      table.policies.map(({ name, definition }) => `${name} ${definition}`).sort(),
    ]);
  const types = enums.map(({ called, values }) => [called, values]);
  return sha256OfText(JSON.stringify([told.sort(byFirst), types.sort(byFirst)]));
}

/** What a column is, its name and its type's sequence aside. */
export const columnText = (column: ServerColumn): string => {
  const { name, type, notNull, default: usual, identity, generated, collation } = column;
  const counts = identity === "" && column.sequence !== null;
  return JSON.stringify([
    name,
    type,
    notNull,
    counts ? "counted" : usual,
    identity,
    generated,
    collation,
  ]);
};

const byFirst = (one: readonly unknown[], other: readonly unknown[]): number =>
  String(one[0]) < String(other[0]) ? -1 : 1;
