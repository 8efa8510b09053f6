import { codeOf } from "../../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../../db/postgresql/server-failure.ts";
import { compareObjects, readObjects, titleOfObject } from "../objects.ts";
import type { Place } from "./journal.ts";
import { beginningOf } from "./kinds-of-statements.ts";
import type { NumberedMigration } from "./numbered-folder.ts";
import type { Statement } from "./read-statements.ts";
import type { Compared, Difference } from "./replay-folder.ts";
import { runStatement, StatementRefused } from "./run-statement.ts";

/** What a statement meets where it was run before. */
const THERE = ["42P07", "42710", "42701", "42P06", "42723", "42P16", "23505"];

/**
 * Runs the files once more over what they have made, in a transaction that is rolled back: files that may be run twice
 * change nothing where all of it is there. For a folder that begins upon tables which none of its files makes.
 */
export async function rehearseFolder(
  place: Place,
  migrations: readonly NumberedMigration[],
): Promise<Compared> {
  const { client, title } = place;
  await client.query("begin");
  try {
    // It holds locks as long as it runs: the application is not to wait for it.
    await client.query("set local lock_timeout = '5s'");
    const compared: { migration: NumberedMigration; differences: Difference[] }[] = [];
    const before = await readObjects(client);
    for (const migration of migrations) {
      for (const { statements } of migration.steps)
        for (const statement of statements) await rehearse(place, statement, migration.path);
      await client.query("set local session authorization default; set local role none");
      const { added, changed, gone } = compareObjects(before, await readObjects(client));
      const told = (list: typeof added, what: Difference["what"]): Difference[] =>
        list.map((one) => ({ object: titleOfObject(one), what }));
      compared.push({
        migration,
        differences: [
          ...told(added, "is not there"),
          ...told(changed, "is there, and not as the file makes it"),
          ...told(gone, "is there, and the file drops it"),
        ],
      });
    }
    return compared;
  } catch (error) {
    throw serverFailure(error, title);
  } finally {
    await client.query("rollback").catch(() => undefined);
  }
}

async function rehearse({ client }: Place, statement: Statement, path: string): Promise<void> {
  if (/^(?:VACUUM|REINDEX|CLUSTER)\b/.test(beginningOf(statement))) return;
  const sql = withoutConcurrently(statement);
  await client.query("savepoint hmsync_statement");
  try {
    await runStatement(client, { ...statement, sql }, path);
  } catch (error) {
    const code = error instanceof StatementRefused ? error.code : codeOf(error);
    if (!THERE.includes(code ?? "")) throw error;
    await client.query("rollback to savepoint hmsync_statement");
  }
}

/** In a transaction an index is made as any other, which is what there is to compare. */
function withoutConcurrently({ sql, tokens }: Statement): string {
  const token = tokens.find(({ kind, text }) => kind === "word" && text === "CONCURRENTLY");
  const start = tokens[0]?.start ?? 0;
  if (token === undefined) return sql;
  return `${sql.slice(0, token.start - start)} ${sql.slice(token.end - start)}`;
}
