import { serverFailure } from "../../../db/postgresql/server-failure.ts";
import { DecisionNeeded } from "../../../plain/errors.ts";
import { shellWord } from "../../../plain/shell-word.ts";
import { NUMBERED_JOURNAL } from "../../managed.ts";
import { readObjects } from "../objects.ts";
import { findExactLosses, findLosses, inDoubt, noteRows, type TableLoss } from "./find-losses.ts";
import { findVanished } from "./find-vanished.ts";
import type { Place } from "./journal.ts";
import type { Permissions, Step } from "./numbered-file.ts";
import { type Lifting, pastPolicies } from "./past-policies.ts";
import { runStatement } from "./run-statement.ts";
import { type WatchedTable, watchTables } from "./watched-tables.ts";

/** What a step works on, and what may be lost by it. */
export interface Application {
  readonly place: Place;
  /** The file, as messages name it. */
  readonly path: string;
  readonly permissions: Permissions;
  readonly lifting: Lifting;
  /** Says in the database that it was done: in the transaction that does it. */
  mark(): Promise<void>;
}

/** What a step compared, and what it lost with permission. */
export interface Watched {
  readonly tables: number;
  readonly rows: number;
  readonly losses: readonly TableLoss[];
}

/** What reading and hashing values depends on: a file may set it otherwise for itself. */
const READING = {
  row_security: "off",
  search_path: "pg_catalog",
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  bytea_output: "hex",
  extra_float_digits: "1",
  xmloption: "content",
};

/**
 * Carries out the statements of a step in one transaction, and compares every table and every object before the
 * commit with what was there.
 *
 * @throws DecisionNeeded if something would vanish that is not named; nothing of the step is there then
 */
export async function applyStep(step: Step, application: Application): Promise<Watched> {
  const { client, title } = application.place;
  await client.query("begin");
  try {
    const watched = await carryOut(step, application);
    await application.mark();
    await commit(application);
    return watched;
  } catch (error) {
    // A connection that is gone has nothing to roll back; the error that ended it is told.
    await client.query("rollback").catch(() => undefined);
    throw serverFailure(error, title);
  }
}

async function commit({ place: { client, title }, path }: Application): Promise<void> {
  try {
    const { command } = await client.query("commit");
    // What the server answers where a transaction had failed before.
    if (command === "ROLLBACK")
      throw new DecisionNeeded(`${path}: the server rolled it back.`, { cure: "Run again." });
  } catch (error) {
    throw serverFailure(error, `${title}, at the commit of ${path}`);
  }
}

async function carryOut(step: Step, application: Application): Promise<Watched> {
  const { place, path, permissions, lifting } = application;
  const { client } = place;
  const past = <Result>(work: () => Promise<Result>) => pastPolicies(client, lifting, work);
  const before = await asReader(place, () => stateOf(place, lifting));
  await client.query("savepoint hmsync_before");
  const run = async (): Promise<void> => {
    for (const statement of step.statements) await runStatement(client, statement, path);
    await client.query("set local session authorization default; set local role none");
  };
  const keys = new Map(before.tables.map(({ oid, key }) => [oid, key]));
  const look = () => asReader(place, () => stateOf(place, lifting, keys));
  await run();
  let after = await look();
  let losses = findLosses(before.tables, after.tables);
  const doubted = inDoubt(
    before.tables,
    losses.filter((loss) => !isAllowed(loss, permissions)),
  );
  if (doubted.length > 0) {
    // Which rows and values it was is seen row by row, at a second try.
    await client.query("rollback to savepoint hmsync_before");
    const noted = inDoubt(before.tables, losses);
    await asReader(place, () => past(() => noteRows(client, noted)));
    await run();
    after = await look();
    const [had, has] = [before.tables, after.tables];
    losses = await asReader(place, () => past(() => findExactLosses(client, had, has)));
  }
  const vanished = findVanished({
    before: before.objects,
    after: after.objects,
    statements: step.statements,
    allowed: permissions.allowDropObject,
  });
  checkAllowed({ path, losses, vanished, permissions });
  return { ...countsOf(before.tables), losses };
}

const stateOf = async (
  { client, schema }: Place,
  lifting: Lifting,
  keys?: ReadonlyMap<number, readonly number[]>,
) => ({
  tables: await pastPolicies(client, lifting, () =>
    watchTables(client, { schema, journal: NUMBERED_JOURNAL }, keys),
  ),
  objects: await readObjects(client),
});

const countsOf = (tables: readonly WatchedTable[]) => ({
  tables: tables.length,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
});

/** Reads with settings of its own, and leaves those of the file as they were. */
async function asReader<Result>({ client }: Place, work: () => Promise<Result>): Promise<Result> {
  const names = Object.keys(READING);
  const { rows } = await client.query<{ name: string; value: string }>(
    "select n as name, pg_catalog.current_setting(n) as value from pg_catalog.unnest($1::text[]) n",
    [names],
  );
  const set = (values: readonly string[]) =>
    client.query(
      "select pg_catalog.set_config(n, v, true) from unnest($1::text[], $2::text[]) s(n, v)",
      [names, values],
    );
  await set(Object.values(READING));
  const result = await work();
  await set(names.map((name) => rows.find((row) => row.name === name)?.value ?? ""));
  return result;
}

const FLAGS = {
  table: "allow-drop-table",
  rows: "allow-drop-table",
  column: "allow-drop",
  values: "allow-convert",
} as const;
const KEYS = {
  table: "allowDropTable",
  rows: "allowDropTable",
  column: "allowDrop",
  values: "allowConvert",
} as const;

const isAllowed = ({ kind, target }: TableLoss, permissions: Permissions): boolean =>
  permissions[KEYS[kind]].includes(target);

interface Found {
  readonly path: string;
  readonly losses: readonly TableLoss[];
  readonly vanished: readonly string[];
  readonly permissions: Permissions;
}

function checkAllowed({ path, losses, vanished, permissions }: Found): void {
  const needs = losses.filter((loss) => !isAllowed(loss, permissions));
  if (needs.length + vanished.length === 0) return;
  const lines = [
    ...needs.map(
      (loss) => `${describe(loss)} needs  --${FLAGS[loss.kind]} ${shellWord(loss.target)}`,
    ),
    ...vanished.map((object) => `${object} would be gone, and no statement names it`),
  ];
  const header = JSON.stringify(headerFor(needs, vanished));
  throw new DecisionNeeded([`${path} is refused:`, ...lines.map((line) => `  ${line}`)], {
    cure: `Nothing of it was done. What a file may lose can also stand in it:  -- hmsync: ${header}`,
  });
}

function headerFor(needs: readonly TableLoss[], vanished: readonly string[]): object {
  const keys = Object.values(KEYS);
  const named = keys.map((key) => [
    key,
    [...new Set(needs.flatMap(({ kind, target }) => (KEYS[kind] === key ? [target] : [])))],
  ]);
  return Object.fromEntries(
    [...named, ["allowDropObject", vanished]].filter(([, names]) => names?.length !== 0),
  );
}

function describe({ kind, target, count }: TableLoss): string {
  const counted = (one: string) =>
    count === undefined
      ? `${one}s`
      : `${count.toLocaleString("en-US")} ${count === 1 ? one : `${one}s`}`;
  if (kind === "table") return `losing the table ${target} with ${counted("row")}`;
  if (kind === "rows") return `losing ${counted("row")} of ${target}`;
  if (kind === "column") return `losing ${target} with ${counted("value")}`;
  return `changing ${counted("value")} of ${target}`;
}
