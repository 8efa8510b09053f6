import { type Column, getTableName } from "drizzle-orm";
import { DatabaseError } from "../plain/errors.ts";
import type { DbValue } from "./database.ts";

/**
 * An object or a list that the tool keeps in a cell of its own tables as JSON; null if the cell is empty.
 *
 * @throws DatabaseError if the cell holds anything else: somebody has edited it, or the disk has lost it
 */
export function keptJson<Value extends object>(
  cell: DbValue | undefined,
  column: Column,
): Value | null {
  if (cell === null || cell === undefined) return null;
  const read = parsed(String(cell));
  if (typeof read === "object" && read !== null) return read as Value;
  throw new DatabaseError(
    `The database is damaged: ${getTableName(column.table)}.${column.name} holds data that this tool did not write.`,
    {
      cure: "Restore the newest backup  (hmsync db:restore BACKUP); keep the damaged file.",
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
