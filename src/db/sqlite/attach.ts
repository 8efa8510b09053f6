import type { Backup, Connection } from "../database.ts";

/** Attaches a backup as `before`, to be compared with. */
export function attachBefore(db: Connection, { path }: Backup): void {
  db.prepare("ATTACH ? AS before").run([path]);
}

/** Lets go of the backup, where one is attached. */
export function detachBefore(db: Connection): void {
  const attached = db.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'before'").get([]);
  if (attached !== undefined) db.exec("DETACH before");
}
