import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { Fail } from "../../plain/failpoint.ts";
import type { TableLog } from "../sqlite/change-log.ts";
import type { PairedTable, Published } from "../target-server.ts";
import { type ChangedTable, changedTable } from "./changed-table.ts";
import { readServerForeignKeys } from "./foreign-keys.ts";
import { comesLate, putKeysAside } from "./late-keys.ts";
import { liftForce, putForceBack } from "./lift-force.ts";
import { moveSequences } from "./move-sequences.ts";
import { checkProtection, readProtection } from "./protection.ts";
import { countBefore, readBack } from "./read-back.ts";
import { checkUntouched, stageChanges } from "./stage-changes.ts";
import { tableSql } from "./table-sql.ts";
import { writeChanges } from "./write-changes.ts";

/** What is published, and how. */
export interface Publishing {
  readonly changes: readonly TableLog[];
  readonly pairs: readonly PairedTable[];
  /** Tables, as SQL takes them, whose FORCE ROW LEVEL SECURITY is lifted meanwhile. */
  readonly forced: readonly string[];
  /** So many rows must come into an empty table for its keys to be put aside meanwhile. */
  readonly lateFrom?: number | undefined;
  readonly fail?: Fail | undefined;
}

/**
 * Writes what has changed within a transaction of its own, up to its COMMIT, which is the caller's to send: all that
 * is read back is what was to be written by then. Whatever is thrown, the transaction is to be rolled back.
 *
 * @throws ChangedMeanwhile if rows that it changes were changed by others, WrittenOtherwise if the server holds
 * anything else than it was given
 */
export async function prepareCommit(client: pg.Client, publishing: Publishing): Promise<Published> {
  const { fail } = publishing;
  const tables = tablesOf(publishing);
  const targets = tables.map(({ target }) => target);
  const forced = publishing.forced.filter((table) => targets.includes(table));
  const transaction = await begin(client);
  const late = tables.filter((table) => comesLate(table, publishing.lateFrom));
  await lock(client, targets, [...forced, ...late.map(({ target }) => target)]);
  fail?.("publish-begun");
  const before = await readProtection(client, targets);
  await liftForce(client, forced);
  await countBefore(client, tables);
  for (const table of tables) await stageChanges(client, table);
  await checkUntouched(client, tables);
  fail?.("publish-checked");
  const keys = await readServerForeignKeys(client, tables);
  const aside = await putKeysAside(
    client,
    late.filter(({ rowsBefore }) => rowsBefore === 0),
  );
  await writeChanges(client, { tables, keys, fail });
  // What waits for the commit is checked, and fires, now: after that nothing of it could be read back.
  await client.query("set constraints all immediate");
  await aside.putBack();
  fail?.("publish-keys-back");
  await moveSequences(client, tables);
  await refreshStatistics(client, tables);
  await readBack(client, tables);
  fail?.("publish-read-back");
  await putForceBack(client, forced);
  checkProtection(before, await readProtection(client, targets));
  return {
    transaction,
    tables: tables.map(({ pair, counts }) => ({ table: pair.name, ...counts })),
  };
}

function tablesOf({ changes, pairs }: Publishing): ChangedTable[] {
  const named = new Map(pairs.map((pair) => [pair.name, pair]));
  return changes
    .map((log, nth) => {
      const pair = named.get(log.table);
      if (pair === undefined) throw notPaired(log.table);
      return changedTable(pair, log, nth);
    })
    .filter(({ counts }) => counts.inserted + counts.updated + counts.deleted > 0);
}

const notPaired = (table: string): DatabaseError =>
  new DatabaseError(`The table ${table} is not on the server.`, {
    cure: "Bring the database to the schema with  hmsync db:push",
  });

async function begin(client: pg.Client): Promise<string> {
  await client.query("begin isolation level read committed read write");
  const { rows } = await client.query<{ xid: string }>(
    "select pg_catalog.pg_current_xact_id()::text as xid",
  );
  return rows[0]?.xid ?? "";
}

/**
 * Others may read on, and wait before they write; where keys or FORCE are taken away, they wait altogether. In one order, so that no two runs wait for
 * each other.
 */
async function lock(
  client: pg.Client,
  targets: readonly string[],
  alone: readonly string[],
): Promise<void> {
  for (const target of targets.toSorted()) {
    const mode = alone.includes(target) ? "access exclusive" : "share row exclusive";
    await client.query(`lock table ${target} in ${mode} mode`);
  }
}

/** Of the rows of a table, so many must be new for its statistics to be counted anew. */
const MANY = 0.1;

async function refreshStatistics(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<void> {
  for (const { target, counts, rowsBefore } of tables) {
    const changed = counts.inserted + counts.updated + counts.deleted;
    if (changed > MANY * rowsBefore) await client.query(`analyze ${target}`);
  }
}

/** The tables of a target as SQL takes them. */
export const namesOf = (tables: readonly Pick<PairedTable, "schema" | "name">[]): string[] =>
  tables.map(tableSql);
