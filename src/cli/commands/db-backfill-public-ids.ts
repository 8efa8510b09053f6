import { getTableColumns, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { hasPublicIds } from "../../../shared/public-id.ts";
import { titleOf } from "../../db/connecting/location.ts";
import type { Database } from "../../db/database.ts";
import {
  type BackfillProgress,
  type BackfillResult,
  backfillPublicIds,
} from "../../evolve/public-ids/backfill.ts";
import {
  checkPublicIdColumns,
  type PublicIdTable,
} from "../../evolve/public-ids/count-public-ids.ts";
import { SCHEMA, schemaOf } from "../../jobs/own-schema.ts";
import { onExisting } from "../../jobs/run/run-locked.ts";
import { publicIdsOnServer } from "../../jobs/server/public-ids.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { backfillText } from "../../report/backfill-text.ts";
import type { Arguments } from "../arguments.ts";
import { batchSize } from "../batch-size.ts";
import type { Invocation, OnServer } from "../command.ts";
import { failpoint } from "../failpoints.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameCommand, sameDatabase } from "../invocation-hint.ts";
import { lockingFor } from "../locking.ts";
import { seldom } from "../progress.ts";
import type { Terminal } from "../terminal.ts";

/** Short enough that a writing application hardly waits, long enough to be quick (measured). */
const BATCH = 5_000;

/** Gives public ids to the rows that lack one; exit 4 where a cell holds something else. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const tables = chosenTables(args);
  const rows = batchSize(args, BATCH);
  return onExisting(lockingFor(invocation, "db:backfill-public-ids"), async (db) => {
    const cure = `Bring it to the schema with  ${asTyped("db:push", sameDatabase(args))}`;
    checkPublicIdColumns(db, tables, cure);
    return backfill(invocation, db, { tables, rows });
  });
}

/** The same for a database on a server: tables are known by their columns and names. */
export async function runOnServer(invocation: OnServer): Promise<ExitCode> {
  const { args, terminal, server } = invocation;
  const { location, passwords } = server;
  const mode = args.flags["dry-run"] === true ? "look" : "write";
  const interrupt = interruptSignal(terminal);
  const show = progressLine(terminal);
  let last: BackfillProgress | undefined;
  try {
    const result = await publicIdsOnServer(
      {
        location,
        passwords,
        command: "db:backfill-public-ids",
        mode,
        only: args.flags.only?.split(",").map((name) => name.trim()),
        batchSize: batchSize(args, BATCH),
        signal: interrupt.signal,
        failAt: failpoint(),
      },
      {
        note: terminal.narrate,
        progress(progress) {
          last = progress;
          show(progress);
        },
      },
    );
    const exitCode = exitCodeOf(result, mode);
    const database = titleOf(location);
    tell({ args, terminal }, { result, mode, backup: undefined, exitCode, database });
    return exitCode;
  } catch (error) {
    if (last !== undefined) terminal.narrate(keptText(last));
    throw error;
  } finally {
    interrupt.release();
  }
}

interface Chosen {
  readonly tables: readonly PublicIdTable[];
  /** Of a transaction. */
  readonly rows: number;
}

async function backfill(
  { args, terminal }: Invocation,
  db: Database,
  { tables, rows }: Chosen,
): Promise<ExitCode> {
  const mode = args.flags["dry-run"] === true ? "look" : "write";
  // Before anything is printed, so that a Ctrl-C in answer to it is heard.
  const interrupt = interruptSignal(terminal);
  terminal.narrate(`Database ${db.path}`);
  db.onTransientFailure(({ failure, ms }) =>
    terminal.narrate(`${failure}; trying again in ${ms} ms.`),
  );
  let backup: string | undefined;
  let last: BackfillProgress | undefined;
  const show = progressLine(terminal);
  try {
    const result = await backfillPublicIds(db, {
      tables,
      mode,
      batchSize: rows,
      signal: interrupt.signal,
      fail: failpoint(),
      async beforeWrite() {
        backup = (await db.backUp(new Date())).path;
        terminal.narrate(`Backup ${backup}, checked.`);
      },
      onProgress(progress) {
        last = progress;
        show(progress);
      },
    });
    const exitCode = exitCodeOf(result, mode);
    tell({ args, terminal }, { result, mode, backup, exitCode, database: db.path });
    return exitCode;
  } catch (error) {
    if (last !== undefined) terminal.narrate(keptText(last));
    throw error;
  } finally {
    interrupt.release();
  }
}

const keptText = ({ entity, filled, missing }: BackfillProgress): string =>
  `${entity}: ${grouped(filled)} of ${grouped(missing)} rows have their public ids, and keep them. Run it again to continue.`;

function exitCodeOf({ tables, interrupted }: BackfillResult, mode: "write" | "look"): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (tables.some(({ after }) => after.malformed > 0)) return EXIT.decision;
  const left = tables.some(({ after }) => after.missingImported + after.missingOwn > 0);
  return left && mode === "write" ? EXIT.failure : EXIT.clean;
}

interface Told {
  readonly result: BackfillResult;
  readonly mode: "write" | "look";
  readonly backup: string | undefined;
  readonly exitCode: ExitCode;
  readonly database: string;
}

function tell({ args, terminal }: Invocation, told: Told): void {
  const { result, mode, backup = null, exitCode, database } = told;
  if (args.flags.json) {
    const document = { schemaVersion: 1, exitCode, database, backup, dryRun: mode === "look" };
    terminal.document(JSON.stringify({ ...document, ...result }));
    return;
  }
  terminal.result(backfillText(result.tables, mode));
  const again = asTyped("db:backfill-public-ids", sameCommand(args, []));
  if (mode === "look") terminal.result(`\nDry run: nothing was written. Next: ${again}`);
  else if (result.interrupted)
    terminal.result(`\nStopped; what is shown was kept. To continue: ${again}`);
  else if (exitCode === EXIT.failure)
    terminal.result(`\nAn application inserts rows without public ids. Update it, then: ${again}`);
}

/** @throws UsageError */
function chosenTables({ flags: { only }, config }: Arguments): PublicIdTable[] {
  const schema = config === undefined ? SCHEMA : schemaOf(config.target);
  const all = Object.entries(schema).flatMap(([entity, table]): PublicIdTable[] =>
    hasPublicIds(entity) && is(table, SQLiteTable) && "publicId" in getTableColumns(table)
      ? [{ entity, table }]
      : [],
  );
  if (only === undefined) return all;
  const names = only.split(",").map((name) => name.trim());
  const known = all.map(({ entity }) => entity as string);
  const strange = names.find((name) => !known.includes(name));
  if (strange === undefined) return all.filter(({ entity }) => names.includes(entity));
  throw new UsageError(`--only names "${strange}", an entity without public ids.`, {
    cure: `Entities with public ids: ${known.join(", ")}.`,
  });
}

function progressLine(terminal: Terminal): (progress: BackfillProgress) => void {
  const started = Date.now();
  const show = seldom(terminal);
  return ({ entity, filled, missing }) =>
    show(() => {
      const rate = Math.round(filled / Math.max((Date.now() - started) / 1000, 0.001));
      const share = Math.floor((filled / Math.max(missing, 1)) * 100);
      return `${entity} ${share}%  ${grouped(filled)} of ${grouped(missing)} rows  ${grouped(rate)}/s`;
    });
}
