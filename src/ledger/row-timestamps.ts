import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Timestamps } from "../../importers/define-timestamps.ts";

/** What a table keeps of when its rows were made and last changed. */
export interface RowTimestamps {
  /** Keys of the Drizzle table; undefined where it has no such column. */
  readonly created: string | undefined;
  readonly updated: string | undefined;
  /** @param instant ISO 8601, UTC */
  written(instant: string): string | number;
}

const USUAL: Timestamps = { created: "createdAt", updated: "updatedAt" };

/** As the target declares it of its tables. */
export function rowTimestamps({
  table,
  timestamps = USUAL,
}: Pick<Importer, "table" | "timestamps">): RowTimestamps {
  const columns = getTableColumns(table);
  const { created = "", updated = "" } = timestamps;
  return {
    created: created in columns ? created : undefined,
    updated: updated in columns ? updated : undefined,
    written: (instant) => timestamps.written?.(new Date(instant)) ?? instant,
  };
}
