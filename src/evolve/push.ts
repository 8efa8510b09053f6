import type { TableCopy } from "../../shared/table-copies.ts";
import type { Backup, Database } from "../db/database.ts";
import { attachBefore } from "../db/sqlite/attach.ts";
import { readCatalog } from "../db/sqlite/catalog.ts";
import type { Pause } from "../plain/breath.ts";
import { DatabaseError, DecisionNeeded } from "../plain/errors.ts";
import {
  type CarriedOut,
  carryOut,
  needsOf,
  type PreparedPush,
  type PushInput,
  preparePush,
} from "./carry-out.ts";
import { compareWithBackup, describeLoss, type Survival } from "./compare-with-backup.ts";
import { type Decisions, NO_DECISIONS } from "./decisions.ts";
import { describeTable } from "./describe-draft.ts";
import { NOTHING_MANAGED } from "./managed.ts";
import { findRunners } from "./migration-runners.ts";
import { equals } from "./migrations/applied.ts";
import { PushRefused } from "./push-refused.ts";
import type { PushReport } from "./push-report.ts";
import { OperationLog, readManaged, recordChange } from "./schema-log.ts";
import { backUpRows, dropIfRefused, rolledBack, withoutForeignKeys } from "./transaction.ts";
import { wantedCatalog } from "./wanted-catalog.ts";

/** What to bring a database to, and what a person has decided about it. */
export interface PushRequest {
  /** What an empty database needs to be as wanted. */
  readonly ddl: readonly string[];
  readonly decisions?: Decisions;
  /** Tables that others have come in the place of: they stay until they are copied. */
  readonly copies?: readonly TableCopy[] | undefined;
  readonly now: Date;
  /** For the log: `db:push`. */
  readonly command: string;
  readonly beforeChange?: BeforeChange;
  /** Awaited between tables: others have their turn; throws if the push is to stop. */
  readonly pause?: Pause | undefined;
}

/** Is shown the backup before anything is changed, with the write lock held; throws to refuse. */
export type BeforeChange = (backup: Backup | undefined, prepared: PreparedPush) => Promise<void>;

/** What a push did. */
export interface PushResult {
  readonly report: PushReport;
  /** Where the state before it was kept; undefined if there was no row to keep. */
  readonly backup: string | undefined;
  /** What was compared, cell by cell, with that state. */
  readonly survival: Survival | undefined;
  /** What went wrong beside the push itself. */
  readonly warnings: readonly string[];
}

/**
 * Brings a database to the schema: in one transaction, with a checked backup, and with every row and
 * every cell compared with that backup before the commit. What is not the schema's is kept.
 *
 * @throws PushRefused if a decision is missing or the data do not allow it: nothing was changed
 */
export async function pushSchema(db: Database, request: PushRequest): Promise<PushResult> {
  const started = Date.now();
  const log = new OperationLog(db);
  let backup: Backup | undefined;
  try {
    const result = await withoutForeignKeys(db, async () => {
      const input = inputOf(db, request);
      const prepared = preparePush(db, input);
      const { fromHash, toHash, statements } = prepared;
      const at = request.now.toISOString();
      log.begin({ at, command: request.command, fromHash, toHash, statements });
      const { current } = prepared;
      const idle = statements.length === 0;
      backup = idle ? undefined : await backUpRows(db, current, request.now);
      await request.beforeChange?.(backup, prepared);
      const changed = await change(db, { prepared, input, backup });
      if (statements.length > 0 || !isManaged(db, prepared)) {
        const operation = log.done(backup?.path ?? null, Date.now() - started);
        recordChange(db, operation, prepared.managed);
      }
      if (backup !== undefined) db.dropOldBackups();
      return changed;
    });
    return { ...result, warnings: log.write() };
  } catch (error) {
    dropIfRefused(backup, error);
    log.failed(error, Date.now() - started);
    log.write();
    throw error;
  }
}

/** Whether the database knows already what the schema has made. */
function isManaged(db: Database, { managed }: PreparedPush): boolean {
  return JSON.stringify(readManaged(db)) === JSON.stringify(managed);
}

interface Change {
  readonly prepared: PreparedPush;
  readonly input: PushInput;
  readonly backup: Backup | undefined;
}

async function change(
  db: Database,
  { prepared, input, backup }: Change,
): Promise<Omit<PushResult, "warnings">> {
  if (backup !== undefined) attachBefore(db, backup);
  const { report, expected } = await carryOut(db, prepared, input);
  if (report.needs.length + report.obstacles.length > 0) throw new PushRefused(report);
  checkPushed(db, prepared);
  const survival =
    backup === undefined ? undefined : await compareWithBackup(db, expected, input.pause);
  if (survival !== undefined && survival.losses.length > 0) throw unexpectedLoss(survival);
  return { report, backup: backup?.path, survival };
}

/** That every statement ran does not say that they made what was wanted. */
function checkPushed(db: Database, { wanted }: PreparedPush): void {
  if (equals(readCatalog(db), wanted)) return;
  throw new DatabaseError(`After the push, ${db.name} does not match the schema.`, {
    cure: "Nothing was changed. This is a bug in the tool; please report it.",
  });
}

function unexpectedLoss({ losses }: Survival): DatabaseError {
  return new DatabaseError(
    `The push would lose data without permission: ${losses.map(describeLoss).join("; ")}.`,
    { cure: "Nothing was changed. This is a bug in the tool; please report it." },
  );
}

/**
 * What a push would do, as far as the catalogs and simple counts tell: quick, and changes nothing.
 * What the data do not allow, `planPush` finds out.
 */
export async function previewPush(db: Database, request: PushRequest): Promise<PushReport> {
  return rolledBack(db, () => {
    const input = inputOf(db, request);
    const prepared = preparePush(db, input);
    const { renames, draft, statements, fromHash, toHash, decisions } = prepared;
    const { kept, requiredOfOthers } = prepared;
    for (const { sql } of renames) db.exec(sql);
    return {
      database: db.path,
      fromHash,
      toHash,
      statements,
      obstacles: [],
      kept,
      requiredOfOthers,
      inSync: statements.length === 0,
      tables: draft.tables.map((table) => describeTable(db, table, decisions)),
      needs: needsOf(db, prepared),
    };
  });
}

/**
 * What a push would do, found by doing it on this database (a private copy) and rolling back. Of a database that
 * this tool did not make, it is shown as of any other.
 */
export async function rehearsePush(db: Database, request: PushRequest): Promise<CarriedOut> {
  return rolledBack(db, () => {
    const input = wantedInput(db, request);
    return carryOut(db, preparePush(db, input), input);
  });
}

/** Why a database must not be changed without more: this tool did not make it. */
export function othersDatabase(db: Database, { adopt }: Decisions): string | undefined {
  if (adopt || readManaged(db) !== undefined) return undefined;
  const { size } = readCatalog(db).tables;
  if (size === 0) return undefined;
  const runners = findRunners(db).map(({ table, runner }) => `${runner} (${table})`);
  const migrated = runners.length === 0 ? "" : `, and its schema is kept by ${runners.join(", ")}`;
  return `${db.name} has ${size} tables and was not created by this tool: it may belong to another program${migrated}`;
}

function inputOf(db: Database, request: PushRequest): PushInput {
  const foreign = othersDatabase(db, request.decisions ?? NO_DECISIONS);
  if (foreign === undefined) return wantedInput(db, request);
  throw new DecisionNeeded(`${foreign}.`, {
    cure: 'To let this tool manage its schema, use --adopt; db:plan with the same flags shows what that would change. If the application keeps its schema itself, a target with schema: "theirs" gets the ledger alone. Nothing was changed.',
  });
}

function wantedInput(db: Database, request: PushRequest): PushInput {
  const { ddl, decisions = NO_DECISIONS, copies, pause } = request;
  const managed = readManaged(db);
  const wanted = wantedCatalog(ddl);
  return { wanted, managed: managed ?? NOTHING_MANAGED, decisions, copies, pause };
}
