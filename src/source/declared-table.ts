import type { DeclaredKeys } from "./dump/declared-keys.ts";

/** A column, as the database that it was read from declares it. */
export interface DeclaredColumn {
  readonly name: string;
  /** As the database says it: numeric(10,2), int unsigned, timestamptz. */
  readonly type: string;
  readonly nullable: boolean;
  /** The closed list of values, from an enum or a CHECK. */
  readonly values?: readonly string[];
  readonly comment?: string;
}

/** A table or view, with all that its database declares of it. */
export interface DeclaredTable {
  /** Undefined for the default schema / SQLite. */
  readonly schema: string | undefined;
  readonly name: string;
  readonly kind: "table" | "view";
  readonly columns: readonly DeclaredColumn[];
  readonly declared: DeclaredKeys;
  readonly comment?: string;
}
