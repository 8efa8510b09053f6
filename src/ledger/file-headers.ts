import type { Database } from "../db/database.ts";

/** The columns that a file of a run names, by its number in the ledger. */
export function headerReader(db: Database): (fileId: number) => readonly string[] {
  const find = db.prepare("select header from ledger_files where id = ?");
  return (fileId) => {
    const header = find.get([fileId])?.[0];
    return typeof header === "string" ? (JSON.parse(header) as string[]) : [];
  };
}
