import type pg from "pg";
import { shellWord } from "../../plain/shell-word.ts";
import { backfillOf, type Decisions, isNamed } from "../decisions.ts";
import { fitsGlob } from "../managed.ts";
import { type Need, need } from "../push-report.ts";
import { columnKey, writeName } from "../written-names.ts";
import type { ServerDifference } from "./compare-server.ts";
import type { ServerDraft, ServerTableDraft } from "./draft-server.ts";
import type { ServerTable } from "./server-catalog.ts";
import { ident } from "./server-steps.ts";

/** Asks a server for one number. */
export async function countOf(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>({ text: sql, values: [] });
  return Number(rows[0]?.count ?? 0);
}

/** Rows of a table, those of its parts included; a foreign one is not asked. */
export const rowsOf = (client: pg.Client, { written, kind }: ServerTable): Promise<number> =>
  kind === "f" ? Promise.resolve(0) : countOf(client, `select count(*) from ${written}`);

interface Asked {
  readonly client: pg.Client;
  readonly decisions: Decisions;
  /** Columns that the schema has made so far. */
  readonly made: readonly string[];
}

/** The decisions that a draft needs and that were not given, as far as catalogs and counts tell. */
export async function serverNeeds(draft: ServerDraft, asked: Asked): Promise<Need[]> {
  const needs: Need[] = [];
  for (const table of draft.tables) {
    needs.push(...(await lostTable(table, asked)));
    const { difference } = table;
    if (difference === undefined) continue;
    needs.push(
      ...(await lostColumns(difference, asked)),
      ...(await emptyRequired(difference, asked)),
      ...lostRules(difference, asked),
      ...lostProtection(difference, asked),
      ...(await lostCounters(difference, asked)),
    );
  }
  return needs;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;

async function lostTable(
  { table, action, present }: ServerTableDraft,
  { client, decisions }: Asked,
): Promise<Need[]> {
  if (action !== "drop" || present === undefined) return [];
  const named =
    decisions.allowDropTable.includes(writeName(table)) || fitsGlob(decisions.dropUnmanaged, table);
  if (named) return [];
  const rows = await rowsOf(client, present);
  return [
    need("allow-drop-table", writeName(table), {
      why: `losing the table ${table} with ${counted(rows, "row")}`,
      hint: `renamed? --rename-table ${shellWord(writeName(table))}=<new name>`,
    }),
  ];
}

async function lostColumns(
  { present, lost, added }: ServerDifference,
  { client, decisions, made }: Asked,
): Promise<Need[]> {
  const needs: Need[] = [];
  for (const { name, generated } of lost) {
    const key = columnKey(present.called, name);
    if (generated !== null || decisions.allowDrop.includes(key)) continue;
    const values = await countOf(client, `select count(${ident(name)}) from ${present.written}`);
    const renamed = added.length > 0 ? `renamed? --rename ${shellWord(key)}=<new name>` : "";
    const keep = isNamed(made, key) ? "" : "keep what the schema never had? --keep-unmanaged";
    const hint = [renamed, keep].filter(Boolean).join("; ");
    const why = `losing ${present.called}.${name} with ${counted(values, "value")}`;
    needs.push(need("allow-drop", key, { why, ...(hint !== "" && { hint }) }));
  }
  return needs;
}

/** Rows that are there need a value for a new column that must have one. */
async function emptyRequired(
  { present, added }: ServerDifference,
  { client, decisions }: Asked,
): Promise<Need[]> {
  const required = added.filter(
    (column) =>
      column.notNull &&
      column.default === null &&
      column.sequence === null &&
      column.generated === null &&
      backfillOf(decisions, present.called, column.name) === undefined,
  );
  const rows = required.length === 0 ? 0 : await rowsOf(client, present);
  if (rows === 0) return [];
  return required.map(({ name }) =>
    need("backfill", columnKey(present.called, name), {
      why: `${present.called}.${name} is required and has no default; filling ${counted(rows, "row")}`,
    }),
  );
}

/** A rule or index over a column that goes and one that stays: it would go with the column, in silence. */
function lostRules(difference: ServerDifference, { decisions }: Asked): Need[] {
  const { present, lost, constraints, indexes } = difference;
  const gone = lost.map(({ number }) => number);
  const halved = [...constraints.kept, ...indexes.kept].filter(
    ({ columns, name }) =>
      columns.some((one) => gone.includes(one)) &&
      columns.some((one) => !gone.includes(one)) &&
      !fitsGlob(decisions.dropUnmanaged, name),
  );
  return halved.map(({ name }): Need => {
    const flag = `--drop-unmanaged ${shellWord(name)}`;
    return { flag, why: `losing ${name} of ${present.called} with the column` };
  });
}

/** A policy is never taken away or changed unless it is named. */
function lostProtection({ policies, present }: ServerDifference, { decisions }: Asked): Need[] {
  return policies.dropped
    .filter(({ name }) => !fitsGlob(decisions.dropUnmanaged, name))
    .map(({ name }): Need => {
      const flag = `--drop-unmanaged ${shellWord(name)}`;
      return { flag, why: `losing or changing the policy ${name} of ${present.called}` };
    });
}

/** Without a counter, the numbers of deleted rows are given out again. */
async function lostCounters(
  { present, changed }: ServerDifference,
  { client, decisions }: Asked,
): Promise<Need[]> {
  const needs: Need[] = [];
  for (const { present: column, wanted, recomputed } of changed) {
    const key = columnKey(present.called, column.name);
    if (decisions.allowConvert.includes(key)) continue;
    if (recomputed && column.generated !== null && wanted.generated !== null) {
      needs.push(
        need("allow-convert", key, { why: `computing ${present.called}.${column.name} anew` }),
      );
    }
    if (column.identity === "" || wanted.identity !== "" || wanted.sequence !== null) continue;
    if ((await rowsOf(client, present)) === 0) continue;
    const why = `without its identity, reusing ids of deleted rows of ${present.called}`;
    needs.push(need("allow-convert", key, { why }));
  }
  return needs;
}
