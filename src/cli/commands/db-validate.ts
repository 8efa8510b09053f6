import { openSqlite } from "../../db/sqlite.ts";
import { findDefects } from "../../evolve/inspect.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { wantedSchema } from "../schema.ts";

/** Looks for damage, orphaned rows and drift; exit 1 with the list where there is any. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  const { path: schema, ddl } = await wantedSchema(args);
  terminal.narrate(`Database ${path}, schema ${schema}`);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const defects = findDefects(db, ddl);
    const exitCode = defects.length === 0 ? EXIT.clean : EXIT.failure;
    if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, defects }));
    else if (defects.length === 0) terminal.result(`${path} is sound.`);
    else {
      const rows = defects.map(({ check, what }) => [check, what.replace(/\s+/g, " ")]);
      terminal.result(alignColumns(rows).join("\n"));
    }
    return exitCode;
  } finally {
    db.close();
  }
}
