import { closeSync, existsSync } from "node:fs";
import { eq, getTableName, inArray, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { schemaChanges } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import { foreseen } from "../db/sqlite/foreseen.ts";
import { writeAll } from "../plain/copy-owner-only.ts";
import { HmsyncError } from "../plain/errors.ts";
import { openToAppend } from "../plain/owner-only.ts";
import type { Managed } from "./managed.ts";

/** One operation on a schema, done or failed. */
export interface SchemaOperation {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly command: string;
  readonly fromHash: string;
  readonly toHash: string;
  readonly statements: readonly string[];
  readonly milliseconds: number;
  readonly backup: string | null;
  /** `done`, or the first line of what stopped it. */
  readonly result: string;
}

/** The table that a database made or adopted by this tool has. */
const LOG_TABLE = getTableName(schemaChanges);

/** Whether the database has the tool's log. */
export const hasLog = (db: Database): boolean => db.catalog.columns(LOG_TABLE).length > 0;

/** The backup that was made before a command ran last; undefined if there is none. */
export function backupBefore(db: Database, command: string): string | undefined {
  if (!hasLog(db)) return undefined;
  const query = new QueryBuilder()
    .select({ backup: schemaChanges.backup })
    .from(schemaChanges)
    .where(eq(schemaChanges.command, sql.placeholder("command")))
    .orderBy(sql`${schemaChanges.id} desc`)
    .limit(1);
  const [backup] = db.prepareBuilt(query, ["command"]).get([command]) ?? [];
  return typeof backup === "string" && existsSync(backup) ? backup : undefined;
}

/** Whether a migration was carried out here, and not taken back since. */
export function wasMigrated(db: Database, tag: string): boolean {
  if (!hasLog(db)) return false;
  const [done, undone] = [`db:migrate ${tag}`, `db:rollback ${tag}`];
  const query = new QueryBuilder()
    .select({ command: schemaChanges.command })
    .from(schemaChanges)
    .where(inArray(schemaChanges.command, [sql.placeholder("done"), sql.placeholder("undone")]))
    .orderBy(sql`${schemaChanges.id} desc`)
    .limit(1);
  return db.prepareBuilt(query, ["done", "undone"]).get([done, undone])?.[0] === done;
}

/** What the schema has made so far; undefined if this tool did not make or adopt the database. */
export function readManaged(db: Database): Managed | undefined {
  if (!hasLog(db)) return undefined;
  const query = new QueryBuilder()
    .select({ managed: schemaChanges.managed })
    .from(schemaChanges)
    .orderBy(sql`${schemaChanges.id} desc`)
    .limit(1);
  const [managed] = db.prepareBuilt(query, []).get([]) ?? [];
  return keptJson<Managed>(managed, schemaChanges.managed) ?? undefined;
}

/** The last change that the database knows of. */
export function lastChange(db: Database): { at: string; command: string } | undefined {
  if (readManaged(db) === undefined) return undefined;
  const query = new QueryBuilder()
    .select({ at: schemaChanges.at, command: schemaChanges.command })
    .from(schemaChanges)
    .orderBy(sql`${schemaChanges.id} desc`)
    .limit(1);
  const [at, command] = db.prepareBuilt(query, []).get([]) ?? [];
  return { at: String(at), command: String(command) };
}

/** Writes an operation into the database, in the transaction that does it. */
export function recordChange(db: Database, operation: SchemaOperation, managed: Managed): void {
  const columns = ["at", "command", "fromHash", "toHash", "statements", "milliseconds", "backup"];
  const { at, command, fromHash, toHash, statements, milliseconds, backup } = operation;
  db.prepareInsert(schemaChanges, [...columns, "managed"]).run([
    ...[at, command, fromHash, toHash, JSON.stringify(statements), Math.round(milliseconds)],
    ...[backup, JSON.stringify(managed)],
  ]);
}

/** The log beside a database: JSON lines, readable by the owner alone. One operation at a time. */
export class OperationLog {
  readonly #db: { readonly path: string };
  #operation: SchemaOperation | undefined;

  constructor(db: { readonly path: string }) {
    this.#db = db;
  }

  begin(operation: Omit<SchemaOperation, "milliseconds" | "backup" | "result">): void {
    this.#operation = { ...operation, milliseconds: 0, backup: null, result: "" };
  }

  /** @returns what is to be written, here and into the database */
  done(backup: string | null, milliseconds: number): SchemaOperation {
    const operation = this.#operation as SchemaOperation;
    this.#operation = { ...operation, backup, milliseconds, result: "done" };
    return this.#operation;
  }

  failed(failure: unknown, milliseconds: number): void {
    if (this.#operation === undefined) return;
    const error = foreseen(failure);
    const result = error instanceof HmsyncError ? error.message : "unforeseen error";
    this.#operation = { ...this.#operation, milliseconds, result };
  }

  /** @returns what went wrong: the operation itself is done or failed by now */
  write(): string[] {
    // A database without a file is there for a rehearsal only.
    if (!this.#operation?.result || !existsSync(this.#db.path)) return [];
    const file = `${this.#db.path}.schema-log.jsonl`;
    try {
      const handle = openToAppend(file);
      try {
        writeAll(handle, Buffer.from(`${JSON.stringify(this.#operation)}\n`));
      } finally {
        closeSync(handle);
      }
      return [];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return [`The schema log ${file} could not be written (${code}).`];
    }
  }
}
