import type { Connection } from "./connection.ts";

/** What a server said when the reading began. */
export interface Session {
  readonly version: string;
  readonly isMariaDb: boolean;
  readonly snapshot: string;
}

const MS = 1000;
/** A reader may wait for its disk; the server need not take it for dead. */
const PATIENT_SECONDS = 3600;

/**
 * Begins the transaction that everything is read in. Whatever the server is set to, it writes days, numbers and text
 * the same way, and lets nothing be written.
 */
export async function beginReading(connection: Connection, timeoutMs: number): Promise<Session> {
  const [found] = await connection.rows<{ version: string; comment: string }>(
    "select version() as version, @@version_comment as comment",
  );
  const { version = "", comment = "" } = found ?? {};
  const isMariaDb = /mariadb/i.test(version + comment);
  const seconds = Math.max(1, Math.ceil(timeoutMs / MS));
  // A reading takes as long as it takes: what hangs is noticed by its silence.
  const unlimited = isMariaDb ? "max_statement_time = 0" : "max_execution_time = 0";
  const settings = [
    "sql_mode = 'NO_ENGINE_SUBSTITUTION'",
    "time_zone = '+00:00'",
    "sql_select_limit = 18446744073709551615",
    "sql_big_selects = 1",
    `lock_wait_timeout = ${seconds}`,
    `net_write_timeout = ${PATIENT_SECONDS}`,
    `wait_timeout = ${PATIENT_SECONDS}`,
  ];
  await connection.run("set names utf8mb4");
  for (const setting of settings) await connection.run(`set session ${setting}`);
  // Servers before 5.7.8 and 10.1 do not know it, and have no such limit.
  await connection.run(`set session ${unlimited}`).catch(() => undefined);
  await connection.run("set session transaction isolation level repeatable read");
  await connection.run("set session transaction read only");
  await connection.run("start transaction with consistent snapshot, read only");
  return { version, isMariaDb, snapshot: await snapshotName(connection, isMariaDb) };
}

/** The moment, and the place in the server's log where it keeps one: MariaDB knows it of the very snapshot. */
async function snapshotName(connection: Connection, isMariaDb: boolean): Promise<string> {
  const [row] = await connection.rows<{ now: string }>("select utc_timestamp(6) as now");
  const moment = `${(row?.now ?? "").replace(" ", "T")}Z`;
  if (!isMariaDb) return moment;
  const status = await connection.rows<{ Variable_name: string; Value: string }>(
    "show status like 'binlog\\_snapshot\\_%'",
  );
  const of = (name: string) =>
    status.find(({ Variable_name: one }) => one.toLowerCase() === name)?.Value ?? "";
  const [file, position] = [of("binlog_snapshot_file"), of("binlog_snapshot_position")];
  return file === "" ? moment : `${moment}, ${file}:${position}`;
}
