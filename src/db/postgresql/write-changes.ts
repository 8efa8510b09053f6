import pg from "pg";
import { DatabaseError, WrittenOtherwise } from "../../plain/errors.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { codeOf } from "./cannot-connect.ts";
import { type ChangedTable, differs, sameKey } from "./changed-table.ts";
import { copyRows } from "./copy-rows.ts";
import { haveRing, parentsFirst, type ServerForeignKey } from "./foreign-keys.ts";
import { putForeignKeysAside } from "./late-keys.ts";
import { refuseToDropOwnValues } from "./own-columns.ts";

// Rows are deleted, updated and inserted in an order that the server's constraints allow at every step: the shadow's
// engine may have taken more steps to the same end.

/** What the rows are written with. */
export interface Writing {
  readonly tables: readonly ChangedTable[];
  readonly keys: readonly ServerForeignKey[];
  readonly fail?: Fail | undefined;
}

/** A row is still referred to, or refers to one that is not there; or its like is still there. */
const IN_THE_WAY = new Set(["23503", "23505", "23001"]);

type Step = "clear" | "insert then update" | "update then insert";

/** One order of doing it all. */
interface Way {
  readonly steps: readonly Step[];
  /** Foreign keys between the tables that are written, meanwhile. */
  readonly keys: "stay" | "are aside";
}

/**
 * Orders to be tried. What goes makes room for what comes, so it goes first, unless what comes has to be there before
 * something can go; a value that is unique may have to leave one row before it comes with another.
 */
function waysFor({ tables, keys }: Writing): Way[] {
  const some = (kind: "updated" | "deleted") => tables.some(({ counts }) => counts[kind] > 0);
  const ways: Way[] = [{ steps: ["clear", "insert then update"], keys: "stay" }];
  if (some("updated")) ways.push({ steps: ["clear", "update then insert"], keys: "stay" });
  if (some("deleted")) ways.push({ steps: ["insert then update", "clear"], keys: "stay" });
  // Rows that refer to each other in a ring have no order at all.
  if (haveRing(tables, keys))
    ways.push({ steps: ["clear", "insert then update"], keys: "are aside" });
  return ways;
}

/** Writes all changes, in the first order that the server's constraints allow. */
export async function writeChanges(client: pg.Client, writing: Writing): Promise<void> {
  const ways = waysFor(writing);
  for (const [nth, way] of ways.entries()) {
    await client.query("savepoint hmsync_order");
    try {
      await writeSo(client, writing, way);
      await client.query("release savepoint hmsync_order");
      return;
    } catch (error) {
      if (nth + 1 === ways.length || !IN_THE_WAY.has(codeOf(error) ?? "")) throw error;
      await client.query("rollback to savepoint hmsync_order");
    }
  }
}

async function writeSo(client: pg.Client, writing: Writing, { steps, keys }: Way): Promise<void> {
  const tables = keys === "stay" ? [] : writing.tables;
  const aside = await putForeignKeysAside(client, tables);
  for (const step of steps) await writeStep(client, writing, step);
  await aside.putBack();
}

async function writeStep(
  client: pg.Client,
  { tables, keys, fail }: Writing,
  step: Step,
): Promise<void> {
  const ordered = parentsFirst(tables, keys);
  if (step === "clear") {
    for (const table of ordered.toReversed()) await deleteRows(client, table, keys);
    return fail?.("publish-deleted");
  }
  const [first, second] =
    step === "insert then update" ? [insertRows, updateRows] : [updateRows, insertRows];
  for (const table of ordered) {
    await first(client, table);
    await second(client, table);
  }
  fail?.("publish-inserted");
}

async function insertRows(client: pg.Client, table: ChangedTable): Promise<void> {
  const { counts, pair, log, target } = table;
  if (counts.inserted === 0) return;
  const { rows, digest } = await copyRows(client, {
    into: target,
    pair,
    rows: (list) => log.inserted(list),
  });
  checkCount(table, "inserted", rows);
  table.insertedDigest = digest;
}

async function updateRows(client: pg.Client, table: ChangedTable): Promise<void> {
  if (table.counts.updated === 0) return;
  const changing = await changingColumns(client, table);
  const set = changing.map((name) => `${name} = u.${name}`).join(", ");
  const { rowCount } = await client.query(
    `update ${table.target} t set ${set} from ${table.updated} u where ${sameKey(table, "t", "u")}`,
  );
  checkCount(table, "updated", rowCount ?? 0);
}

/** Columns that no row changes are left alone, and with them triggers that fire for them. */
async function changingColumns(client: pg.Client, table: ChangedTable): Promise<string[]> {
  const { columns } = table.pair;
  const asked = columns.map((column) => `pg_catalog.bool_or(${differs(column, "f", "u")})`);
  const { rows } = await client.query({
    text: `select ${asked.join(", ")} from ${table.updated} u
             join ${table.former} f on ${sameKey(table, "f", "u")}`,
    rowMode: "array",
  });
  const [changes = []] = rows as unknown[][];
  const found = columns.filter((_, nth) => changes[nth] === true);
  // A value that the server takes for the same is written as the shadow has it.
  return (found.length > 0 ? found : columns).map(({ name }) => pg.escapeIdentifier(name));
}

async function deleteRows(
  client: pg.Client,
  table: ChangedTable,
  keys: readonly ServerForeignKey[],
): Promise<void> {
  if (table.counts.deleted === 0) return;
  for (const key of keys) {
    if (key.parent === table.target && TAKES_ALONG.has(key.onDelete))
      await refuseToTakeAlong(client, table, key);
  }
  const same = sameKey(table, "t", "f");
  await refuseToDropOwnValues(client, table, { same, isGone: isGone(table) });
  const { rowCount } = await client.query(
    `delete from ${table.target} t using ${table.former} f
      where ${same} and ${isGone(table)}`,
  );
  checkCount(table, "deleted", rowCount ?? 0);
}

/** Of the former rows, those that are not updated. */
const isGone = (table: ChangedTable): string =>
  table.counts.updated === 0
    ? "true"
    : `not exists (select from ${table.updated} u where ${sameKey(table, "u", "f")})`;

/** Cascade, set null, set default. */
const TAKES_ALONG = new Set(["c", "n", "d"]);

/** Rows that the run knows nothing of would be deleted or changed in silence. */
async function refuseToTakeAlong(
  client: pg.Client,
  table: ChangedTable,
  { name, child, from, to, parent }: ServerForeignKey,
): Promise<void> {
  const on = from
    .map(
      (column, nth) => `c.${pg.escapeIdentifier(column)} = f.${pg.escapeIdentifier(to[nth] ?? "")}`,
    )
    .join(" and ");
  const own =
    child === parent
      ? `and not exists (select from ${table.former} g where ${sameKey(table, "g", "c")})`
      : "";
  const { rows } = await client.query<{ found: string }>(
    `select pg_catalog.count(*) as found from ${child} c
       join ${table.former} f on ${on} where ${isGone(table)} ${own}`,
  );
  const found = Number(rows[0]?.found);
  if (found === 0) return;
  throw new DatabaseError(
    `${found} rows of ${plain(child)} refer to rows of ${table.title} that this run deletes, and would go or change with them (${name}). Nothing was written.`,
    { cure: "Delete these rows first, or let them refer to others, and run again." },
  );
}

const plain = (quoted: string): string => quoted.replaceAll('"', "");

function checkCount(
  { counts, title }: ChangedTable,
  what: "inserted" | "updated" | "deleted",
  rows: number,
): void {
  if (rows === counts[what]) return;
  throw new WrittenOtherwise(
    `${counts[what]} rows of ${title} were to be ${what}, and the server ${what} ${rows}. Nothing was written.`,
    {
      cure: "Check the triggers and rules of the table: one of them keeps rows out. Drop it, or change it, and run again.",
    },
  );
}
