import { readFileSync } from "node:fs";
import { backUp } from "../../src/db/sqlite/backup.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { restoreBackup } from "../../src/db/sqlite/restore.ts";
import { migrate } from "../../src/evolve/migrations/migrate.ts";
import { pushSchema } from "../../src/evolve/push.ts";

/** What to do to a database, as a process that can be killed. */
export interface Operation {
  readonly kind: "push" | "backup" | "restore" | "migrate";
  readonly path: string;
  /** What a push brings it to. */
  readonly ddl: readonly string[];
  /** What a restore takes. */
  readonly backup: string;
  /** The folder of a migrate. */
  readonly migrations: string;
}

/** Does it. */
export async function operate({ kind, path, ddl, backup, migrations }: Operation): Promise<void> {
  if (kind === "restore") {
    await restoreBackup(path, backup, new Date());
    return;
  }
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const now = new Date();
    if (kind === "push") await pushSchema(db, { ddl, now, command: "push" });
    if (kind === "backup") await backUp(db, now);
    if (kind === "migrate") {
      await migrate(db, { folder: migrations, now, allowConvert: [], adopt: false });
    }
  } finally {
    db.close();
  }
}

const [, , file] = process.argv;
if (file?.endsWith("operation.json")) {
  const operation = JSON.parse(readFileSync(file, "utf8")) as Operation;
  process.stdout.write("ready");
  await operate(operation);
}
