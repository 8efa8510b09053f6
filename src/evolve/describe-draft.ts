import type { Database } from "../db/database.ts";
import type { ChangedColumn, TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions } from "./decisions.ts";
import type { TableDraft } from "./draft.ts";
import { countRows } from "./examine.ts";
import { sameName } from "./names.ts";
import type { Change, TablePlan } from "./push-report.ts";

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
  return { table, action, rows, changes: [...moved, ...renames, ...own, ...indexes] };
}

function wholeTable({ action }: TableDraft, rows: number): Change[] {
  return action === "drop" ? [{ kind: "lose", what: "the table", loses: rows > 0 }] : [];
}

function changesOf(
  { added, lost, changed, parts, wanted }: TableDifference,
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
    ...changed.map(describeChanged),
    ...parts.map((what): Change => ({ kind: "change", what, loses: false })),
  ];
}

function describeChanged({ wanted, converts, words }: ChangedColumn): Change {
  const what = `${wanted.name} (${words.join(", ")})`;
  return { kind: converts ? "convert" : "change", what, loses: false };
}
