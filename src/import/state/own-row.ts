import type { Draft } from "../../../importers/define.ts";
import { keyColumn } from "../../db/key-column.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";

interface RowAtHand {
  readonly targetId: string;
  /** In the order of the owned columns. */
  readonly values: readonly StoredValue[];
}

/** A record's row by key: its own key, what the import fills of it, and what follows from that. */
export function ownRow(
  { importer, columns }: Pick<CompiledEntity, "importer" | "columns">,
  { targetId, values }: RowAtHand,
): Draft {
  const row: Draft = { [keyColumn(importer.table).key]: targetId };
  for (const [key, make] of Object.entries(importer.fromTargetId)) row[key] = make(targetId);
  for (const [at, { key }] of columns.entries()) row[key] = values[at] ?? null;
  return row;
}
