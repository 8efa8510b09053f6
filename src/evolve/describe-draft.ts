import type { Database } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import type { ChangedColumn, TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions, NO_DECISIONS } from "./decisions.ts";
import type { Draft, TableDraft } from "./draft.ts";
import { countRows } from "./missing-decisions.ts";
import { type Change, cosmeticLines, type TablePlan } from "./push-report.ts";

/** What a push does to a table, in plain words; to be asked before it is done, for the counts. */
export function describeTable(db: Database, draft: TableDraft, decisions: Decisions): TablePlan {
  const { table, action, difference } = draft;
  const rows = action === "create" ? 0 : countRows(db, table);
  const renames = decisions.renames
    .filter((rename) => sameName(rename.table, table))
    .map(({ from, to }): Change => ({ kind: "rename", what: `${from} -> ${to}`, loses: false }));
  const moved = decisions.renameTables
    .filter(({ to }) => sameName(to, table))
    .map(
      ({ from }): Change => ({
        kind: "rename",
        what: `the table ${from} -> ${table}`,
        loses: false,
      }),
    );
  const own = difference ? changesOf(difference, decisions) : wholeTable(draft, rows);
  const indexes = draft.steps
    .filter(({ kind }) => difference && difference.how !== "rebuild" && kind.endsWith("index"))
    .map(({ sql }): Change => ({ kind: "index", what: sql, loses: false }));
  const changes = [...moved, ...renames, ...own, ...indexes];
  // A table that is renamed, or whose column is, has no other difference left.
  return {
    table,
    action: action === "keep" && changes.length > 0 ? "alter" : action,
    rows,
    changes,
  };
}

/** What differs from the schema, a line for each table. */
export function describeDrift(db: Database, { tables, aside, back }: Draft): string[] {
  const plans = tables.map((draft) => describeTable(db, draft, NO_DECISIONS));
  const lines = plans.flatMap(({ table, action, changes: all }): string[] => {
    const changes = all.filter(({ kind }) => kind !== "cosmetic");
    if (all.length > 0 && changes.length === 0) return [];
    if (action === "keep") return [];
    if (action === "create") return [`${table} is missing`];
    if (action === "drop") return [`${table} is no longer in the schema`];
    const words = changes.map(({ kind, what }) => `${kind} ${what.replace(/\s+/g, " ")}`);
    return [`${table}: ${words.join("; ")}`];
  });
  const same = plans.every(({ action }) => action === "keep");
  const views = same && aside.length + back.length > 0;
  return views ? ["views differ"] : [...lines, ...cosmeticLines(plans)];
}

function wholeTable({ action }: TableDraft, rows: number): Change[] {
  return action === "drop" ? [{ kind: "lose", what: "the table", loses: rows > 0 }] : [];
}

function changesOf(
  { added, lost, changed, parts, cosmetic, wanted }: TableDifference,
  decisions: Decisions,
): Change[] {
  return [
    ...added.map(({ name, type, notNull, defaultSql: usual }): Change => {
      const backfill = backfillOf(decisions, wanted.name, name);
      const rest = [notNull ? "not null" : "", usual === null ? "" : `default ${usual}`];
      const filled = backfill === undefined ? "" : `filled with ${backfill}`;
      const what = [name, type.toLowerCase(), ...rest, filled].filter(Boolean).join(" ");
      return { kind: "add", what, loses: false };
    }),
    ...lost.map(({ name }): Change => ({ kind: "lose", what: name, loses: true })),
    ...changed.filter(({ words }) => words.length > 0).map(describeChanged),
    ...[...changed.flatMap((column) => column.cosmetic), ...cosmetic].map(describeCosmetic),
    ...parts.map((what): Change => ({ kind: "change", what, loses: false })),
  ];
}

const describeCosmetic = (what: string): Change => ({ kind: "cosmetic", what, loses: false });

function describeChanged({ wanted, converts, words }: ChangedColumn): Change {
  const what = `${wanted.name} (${words.join(", ")})`;
  return { kind: converts ? "convert" : "change", what, loses: false };
}
