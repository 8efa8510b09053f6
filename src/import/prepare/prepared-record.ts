import type { Draft, ExactDecimal } from "../../../importers/define.ts";
import type { RowHashes, StoredValue } from "../../digest/content-hash.ts";
import type { TotalKind } from "../../digest/control-totals.ts";
import type { Issue } from "../../ledger/issue.ts";
import type { CellBytes } from "../../mapping/aside/unmapped-cells.ts";
import type { Place } from "../../source/record.ts";

/** A column that the legacy system owns: the import writes it. */
export interface OwnedColumn {
  /** The key in the Drizzle table. */
  readonly key: string;
  readonly kind: TotalKind;
  /** The position among the entity's references, where it names a record of another entity. */
  readonly reference: number | undefined;
  /** It holds what the legacy system calls the record. */
  readonly isLegacyId?: true;
  /** How much is known of the date beside it; databases of earlier versions have no such column. */
  readonly isPrecision?: true;
}

/** What rounding took from one amount. */
export interface RoundedAmount {
  readonly field: string;
  /** Recorded minus stored, in whole currency units. */
  readonly difference: ExactDecimal;
}

/** The cells of a record, one after the other, in a text that may have those of others too. */
export interface JoinedCells {
  readonly text: string;
  /** Where the first begins. */
  readonly start: number;
  /** Where each ends. */
  readonly ends: ArrayLike<number>;
}

/** A record after mapping and validation, before its references are resolved. */
export interface PreparedRecord extends Place {
  /** Exact trimmed text; null if there is none to go by. */
  readonly legacyId: string | null;
  /** As they stand in the file, with the corrections that were made. */
  readonly cells: readonly string[];
  /** The same, as they are kept where it is rejected. */
  readonly joined: JoinedCells;
  /** The source has bytes of it that the cells do not tell. */
  readonly isRaw: boolean;
  readonly row: Draft;
  /** The legacy ids that it names, in the order of the entity's references. */
  readonly parents: readonly (string | null)[];
  /** Of the legacy ids that it names, as the mapping found them. */
  readonly parentHashes: RowHashes;
  /** In the order of the owned columns; references are null until they are resolved. */
  readonly values: StoredValue[];
  readonly hashes: RowHashes;
  readonly issues: readonly Issue[];
  readonly rounded: readonly RoundedAmount[];
  /** JSON: what stands in columns that have no place in the application, where that is to be kept. */
  readonly unmapped?: string | undefined;
  /** Of that, as the crosswalk keeps it. */
  readonly unmappedHash?: Buffer | undefined;
  /** Both, of a record of another thread. */
  readonly unmappedBytes?: CellBytes | undefined;
  /** Equal for records with equal cells. */
  readonly fingerprint: number;
  /** Where it has been derived already. */
  readonly targetId?: string | undefined;
  /** What follows from it in other columns, where that has been derived too. */
  readonly derived?: readonly StoredValue[] | undefined;
}
