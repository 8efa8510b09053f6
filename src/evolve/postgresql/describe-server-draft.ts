import type pg from "pg";
import { backfillOf, type Decisions } from "../decisions.ts";
import type { Change, TablePlan } from "../push-report.ts";
import type { ChangedServerColumn, ServerDifference } from "./compare-server.ts";
import type { ServerTableDraft } from "./draft-server.ts";
import type { ServerColumn } from "./server-catalog.ts";
import { rowsOf } from "./server-needs.ts";
import type { ServerStep } from "./server-steps.ts";

/** What a push does to a table, in plain words; to be asked before it is done, for the counts. */
export async function describeServerTable(
  client: pg.Client,
  draft: ServerTableDraft,
  decisions: Decisions,
): Promise<TablePlan> {
  const { table, action, present, difference } = draft;
  const rows = present === undefined ? 0 : await rowsOf(client, present);
  const changes = [...renamesOf(table, decisions), ...changesOf(draft, decisions, rows)];
  const changed = changes.length > 0 && action === "keep" && difference !== undefined;
  return { table, action: changed ? "alter" : action, rows, changes };
}

function renamesOf(table: string, { renames, renameTables }: Decisions): Change[] {
  const moved = renameTables
    .filter(({ to }) => to === table)
    .map(({ from }) => `the table ${from} -> ${table}`);
  const columns = renames
    .filter((rename) => rename.table === table)
    .map(({ from, to }) => `${from} -> ${to}`);
  return [...moved, ...columns].map((what) => ({ kind: "rename", what, loses: false }));
}

function changesOf(
  { action, difference }: ServerTableDraft,
  decisions: Decisions,
  rows: number,
): Change[] {
  if (action === "drop") return [{ kind: "lose", what: "the table", loses: rows > 0 }];
  return difference === undefined ? [] : differences(difference, decisions);
}

function differences(difference: ServerDifference, decisions: Decisions): Change[] {
  const { added, lost, changed, constraints, indexes, policies, unproven, wanted, present } =
    difference;
  const change = (what: string): Change => ({ kind: "change", what, loses: false });
  const index = (what: string): Change => ({ kind: "index", what, loses: false });
  return [
    ...added.map((column): Change => {
      const filled = backfillOf(decisions, wanted.called, column.name);
      return { kind: "add", what: addedText(column, filled), loses: false };
    }),
    ...lost.map(({ name }): Change => ({ kind: "lose", what: name, loses: true })),
    ...changed.map(changedText),
    ...constraints.missing.map(({ name, definition }) => change(`add ${name} ${definition}`)),
    ...constraints.dropped.map(({ name }) => change(`drop ${name}`)),
    ...unproven.map(({ name }) => change(`validate ${name}`)),
    ...indexes.missing.map(({ definition }) => index(definition)),
    ...indexes.dropped.map(({ name }) => index(`drop ${name}`)),
    ...policies.missing.map(({ name, definition }) => change(`policy ${name} ${definition}`)),
    ...policies.dropped.map(({ name }) => change(`drop policy ${name}`)),
    ...(wanted.rls && !present.rls ? [change("enable row level security")] : []),
  ];
}

function addedText(column: ServerColumn, backfill: string | undefined): string {
  const { name, type, notNull, default: usual } = column;
  const filled = backfill === undefined ? "" : `filled with ${backfill}`;
  const rest = [notNull ? "not null" : "", usual === null ? "" : `default ${usual}`, filled];
  return [name, type, ...rest].filter(Boolean).join(" ");
}

function changedText({ present, wanted, retyped, recomputed }: ChangedServerColumn): Change {
  const differs = (what: string, one: unknown, other: unknown) =>
    one === other ? [] : [`${what} ${one ?? "none"} -> ${other ?? "none"}`];
  const words = [
    ...differs("type", present.type, wanted.type),
    ...differs("collation", present.collation, wanted.collation),
    ...differs("default", present.default, wanted.default),
    ...differs("generated", present.generated, wanted.generated),
    ...differs("identity", present.identity || null, wanted.identity || null),
    ...(present.notNull === wanted.notNull ? [] : [wanted.notNull ? "not null" : "nullable"]),
  ];
  const what = `${wanted.name} (${words.join(", ") || "its sequence"})`;
  return { kind: retyped || recomputed ? "convert" : "change", what, loses: false };
}

/** What belongs to no table, or to none that is there: types, schemas, sequences, views. */
export function describeOthers(
  steps: readonly ServerStep[],
  tables: readonly string[],
): TablePlan[] {
  const loose = steps.filter(
    ({ table, kind }) => !tables.includes(table) && kind !== "replace type",
  );
  return loose.map(({ table, kind, sql }) => ({
    table,
    action: kind.startsWith("drop") ? "drop" : "alter",
    rows: 0,
    changes: [{ kind: "change", what: kind === "create view" ? kind : sql, loses: false }],
  }));
}
