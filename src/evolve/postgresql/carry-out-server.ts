import { DatabaseError, DecisionNeeded } from "../../plain/errors.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import type { Survival } from "../compare-with-backup.ts";
import { NO_DECISIONS } from "../decisions.ts";
import { isOwn } from "../managed.ts";
import type { PushReport } from "../push-report.ts";
import { writeName } from "../written-names.ts";
import { compareDigests, digestTable, steadyKey, type TableDigest } from "./column-digests.ts";
import { isSame } from "./compare-server.ts";
import { describeOthers, describeServerTable } from "./describe-server-draft.ts";
import { draftServerPush } from "./draft-server.ts";
import { expectedChanges, unexpectedChanges } from "./expected-changes.ts";
import type { PreparedServerPush } from "./prepare-server-push.ts";
import { readServerCatalog, withNamesInFull } from "./read-catalog.ts";
import { heldElsewhere } from "./row-type-uses.ts";
import { runServerSteps } from "./run-server-steps.ts";
import { calledSo, type ServerTable } from "./server-catalog.ts";
import { serverNeeds } from "./server-needs.ts";
import { readServerObjects } from "./server-objects.ts";
import type { ServerSession } from "./server-session.ts";

/** What a person has allowed besides the decisions. */
export interface Lifting {
  /** FORCE ROW LEVEL SECURITY may be taken off and put back within the transaction. */
  readonly liftForceRls?: boolean | undefined;
}

/** What came of carrying it out. */
export interface CarriedOutOnServer {
  readonly report: PushReport;
  readonly survival: Survival | undefined;
  /** Of what the touched tables held before: 64 hexadecimal digits. */
  readonly rowsSha256: string;
}

/** The same, of rows that policies would hide from their owner. */
export async function previewOnServer(
  session: ServerSession,
  prepared: PreparedServerPush,
  lifting: Lifting,
): Promise<PushReport> {
  await liftForce(session, touchedTables(prepared), lifting);
  return describePush(session, prepared);
}

/** What a push would do, as far as catalogs and counts tell. */
export async function describePush(
  session: ServerSession,
  prepared: PreparedServerPush,
): Promise<PushReport> {
  const { client, title } = session;
  const { draft, decisions, statements, fromHash, toHash, steps, requiredOfOthers } = prepared;
  const tables = [];
  for (const table of draft.tables)
    tables.push(await describeServerTable(client, table, decisions));
  const others = describeOthers(
    steps,
    draft.tables.map(({ table }) => table),
  );
  return {
    database: title,
    fromHash,
    toHash,
    statements,
    tables: [...tables, ...others],
    needs: await serverNeeds(draft, { client, decisions, made: prepared.made }),
    obstacles: await heldElsewhere(client, draft),
    kept: [...draft.unmanaged, ...draft.keptColumns],
    requiredOfOthers,
    inSync: prepared.isIdle,
  };
}

/**
 * Does what was prepared, inside the transaction that is open, and compares everything that was not named with what
 * was there. Nothing is committed here; with needs or obstacles, the state is not to be kept.
 *
 * @throws DatabaseError if something would be lost, or the result is not what the schema asks for
 */
export async function carryOutOnServer(
  session: ServerSession,
  prepared: PreparedServerPush,
  lifting: Lifting,
): Promise<CarriedOutOnServer> {
  const { client } = session;
  const touched = touchedTables(prepared);
  await lockTables(session, touched);
  const objects = await readServerObjects(client);
  const lifted = await liftForce(session, touched, lifting);
  const described = await describePush(session, prepared);
  const written = await rowsWritten(session);
  const waits = described.needs.filter(({ decision }) => decision?.kind === "backfill");
  const steps = prepared.steps.filter(
    ({ table }) =>
      !waits.some(({ decision }) => decision?.target.startsWith(`${writeName(table)}.`)),
  );
  const readable = touched.filter(({ kind }) => kind !== "f");
  const before: TableDigest[] = [];
  for (const table of readable) {
    before.push(await digestTable(client, table, steadyKey(table, changingIn(prepared, table))));
  }
  const rowsSha256 = sha256OfText(
    JSON.stringify(before.map(({ called, rows, columns }) => [called, rows, [...columns]])),
  );
  // What depends on columns is asked while they are there.
  const expected = await expectedChanges(client, prepared, prepared.decisions.allowConvert);
  const ran = await runServerSteps(session, steps, prepared.decisions);
  const report: PushReport = {
    ...described,
    needs: [...described.needs, ...ran.needs],
    obstacles: [...described.obstacles, ...ran.obstacles],
  };
  if (report.needs.length + report.obstacles.length > 0) {
    return { report, survival: undefined, rowsSha256 };
  }
  const after = await digestsAfter(session, prepared, before);
  for (const sql of lifted) await client.query(sql);
  const lost = unexpectedChanges(objects, await readServerObjects(client), expected);
  const changed = [...expected.changedColumns, ...expected.goneColumns];
  const values = compareDigests(before, after, { gone: [...expected.gone], changed });
  const strangers = [...(await rowsWritten(session))]
    .filter(
      ([name, rows]) =>
        rows !== (written.get(name) ?? "0") && !readable.some((table) => table.written === name),
    )
    .map(([name]) => `rows of ${name} would be written`);
  refuseLosses([...lost, ...values, ...strangers]);
  await checkResult(session, prepared);
  const rows = before.reduce((sum, table) => sum + table.rows, 0);
  return { report, survival: { tables: before.length, rows, losses: [] }, rowsSha256 };
}

/** Tables that are there and that some statement is about. */
function touchedTables({ draft, renamed, steps, decisions }: PreparedServerPush): ServerTable[] {
  const renames = [
    ...decisions.renames.map(({ table }) => table),
    ...decisions.renameTables.map(({ to }) => to),
  ];
  const named = new Set([...steps.map(({ table }) => table), ...renames]);
  const whole = renamed.tables.filter(({ called }) => named.has(called) && !isOwn(called));
  const dropped = draft.tables.filter(({ action }) => action === "drop").map(({ table }) => table);
  return whole.filter(({ called }) => !dropped.includes(called));
}

/** Columns whose values may come out others. */
function changingIn({ draft }: PreparedServerPush, { called }: ServerTable): number[] {
  const difference = draft.tables.find(({ table }) => table === called)?.difference;
  if (difference === undefined) return [];
  const changed = difference.changed.map(({ present }) => present.number);
  return [...difference.lost.map(({ number }) => number), ...changed];
}

/** @throws DatabaseError if the role is not their owner */
async function lockTables({ client, title }: ServerSession, tables: readonly ServerTable[]) {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where oid = any($1::oid[])
       and not pg_has_role(relowner, 'MEMBER') order by 1`,
    [tables.map(({ oid }) => oid)],
  );
  if (rows.length > 0) {
    const names = rows.map(({ name }) => name).join(", ");
    throw new DatabaseError(`In ${title}, the role does not own ${names}.`, {
      cure: "Only their owner may change tables: work as that role, or as a member of it. Nothing was changed.",
    });
  }
  const list = tables
    .filter(({ kind }) => kind !== "f")
    .map(({ written }) => written)
    .sort();
  if (list.length > 0) await client.query(`lock table ${list.join(", ")} in access exclusive mode`);
}

/** @returns the statements that put FORCE back */
async function liftForce(
  { client, title }: ServerSession,
  tables: readonly ServerTable[],
  { liftForceRls = false }: Lifting,
): Promise<string[]> {
  const { rows } = await client.query<{ oid: string }>(
    "select oid::int8 as oid from unnest($1::oid[]) t(oid) where row_security_active(oid)",
    [tables.map(({ oid }) => oid)],
  );
  const hidden = tables.filter(({ oid }) => rows.some((row) => Number(row.oid) === oid));
  if (hidden.length === 0) return [];
  const names = hidden.map(({ called }) => called).join(", ");
  const forced = hidden.every(({ force }) => force);
  if (!forced || !liftForceRls) {
    throw new DecisionNeeded(`In ${title}, policies would hide rows of ${names} from this role.`, {
      cure: forced
        ? "Work as a role with BYPASSRLS, or let FORCE be taken off within the transaction and put back, with --lift-force-rls. Nothing was changed."
        : "Work as the owner of the tables, or as a role with BYPASSRLS. Nothing was changed.",
    });
  }
  for (const { written } of hidden)
    await client.query(`alter table ${written} no force row level security`);
  return hidden.map(({ written }) => `alter table ${written} force row level security`);
}

async function digestsAfter(
  { client, defaultSchema }: ServerSession,
  { wanted, renamed }: PreparedServerPush,
  before: readonly TableDigest[],
): Promise<TableDigest[]> {
  const schemas = renamed.schemas.length > 0 ? wanted.schemas : renamed.schemas;
  const now = await readServerCatalog(client, { schemas, defaultSchema });
  const after: TableDigest[] = [];
  for (const { oid, key } of before) {
    const table = now.tables.find((one) => one.oid === oid);
    if (table !== undefined) after.push(await digestTable(client, table, key));
  }
  return after;
}

/**
 * How many rows this session has written, by tables: a change to one that no statement is about was made by a trigger
 * on changes of the schema.
 */
async function rowsWritten({ client }: ServerSession): Promise<ReadonlyMap<string, string>> {
  return withNamesInFull(client, async () => {
    const { rows } = await client.query<{ name: string; rows: string }>(
      `select relid::regclass::text as name, n_tup_ins + n_tup_upd + n_tup_del as rows from pg_stat_xact_all_tables
       where schemaname not in ('pg_catalog', 'information_schema') and schemaname !~ '^pg_toast'`,
    );
    return new Map(rows.map(({ name, rows: count }) => [name, count]));
  });
}

function refuseLosses(lost: readonly string[]): void {
  if (lost.length === 0) return;
  const first = lost.slice(0, 5).join("; ") + (lost.length > 5 ? "; ..." : "");
  throw new DatabaseError(`The push would change what was not named: ${first}.`, {
    cure: "Nothing was changed. If a trigger of the database does that, turn it off for the push; else this is a bug in the tool; please report it.",
  });
}

/** Verifies the result: reads the catalog again before the commit. */
async function checkResult(session: ServerSession, prepared: PreparedServerPush): Promise<void> {
  const { client, defaultSchema, title } = session;
  const { wanted, managed } = prepared;
  const current = await readServerCatalog(client, { schemas: wanted.schemas, defaultSchema });
  const again = draftServerPush({
    current,
    wanted,
    managed,
    decisions: NO_DECISIONS,
    schemas: wanted.schemas,
    enums: "add",
    isOwn,
  });
  const left = again.tables
    .filter(({ difference, action }) => action !== "keep" && !(difference && isSame(difference)))
    .map(({ table }) => table);
  const others = [...again.before, ...again.after].map(({ table }) => table);
  const missing = wanted.tables.filter(({ called }) => !calledSo(current.tables, called));
  const all = [...left, ...others, ...missing.map(({ called }) => called)];
  if (all.length === 0) return;
  throw new DatabaseError(
    `After the push, ${title} would still differ from the schema: ${[...new Set(all)].join(", ")}.`,
    { cure: "Nothing was changed. This is a bug in the tool; please report it." },
  );
}
