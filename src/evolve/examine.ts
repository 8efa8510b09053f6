import type { Database } from "../db/database.ts";
import { primaryKey } from "./compare-tables.ts";
import { backfillOf, type Decisions, isNamed } from "./decisions.ts";
import type { TableDraft } from "./draft.ts";
import { fitsGlob } from "./managed.ts";
import { quoteName } from "./names.ts";
import type { Need } from "./push-report.ts";

/** Rows of a table, as they are now. */
export function countRows(db: Database, table: string): number {
  return Number(db.prepare(`SELECT count(*) FROM main.${quoteName(table)}`).get([])?.[0] ?? 0);
}

/** Values of a column that are not empty. */
function countValues(db: Database, table: string, column: string): number {
  const sql = `SELECT count(${quoteName(column)}) FROM main.${quoteName(table)}`;
  return Number(db.prepare(sql).get([])?.[0] ?? 0);
}

/** The decisions that a draft needs and that were not given, for the rows that are there. */
export function missingDecisions(db: Database, draft: TableDraft, decisions: Decisions): Need[] {
  const { table, action, difference } = draft;
  if (action === "drop") return lostTable(db, table, decisions);
  if (difference === undefined || difference.how === "keep") return [];
  return [
    ...lostColumns(db, draft, decisions),
    ...emptyRequired(db, draft, decisions),
    ...lostCounter(db, draft, decisions),
  ];
}

function lostTable(db: Database, table: string, decisions: Decisions): Need[] {
  const named =
    isNamed(decisions.allowDropTable, table) || fitsGlob(decisions.dropUnmanaged, table);
  const rows = countRows(db, table);
  if (named || rows === 0) return [];
  return [
    {
      flag: `--allow-drop-table ${table}`,
      why: `losing the table ${table} with ${rows.toLocaleString("en-US")} rows`,
      hint: `renamed? --rename-table ${table}=<new name>`,
    },
  ];
}

function lostColumns(
  db: Database,
  { table, difference }: TableDraft,
  decisions: Decisions,
): Need[] {
  const { lost = [], added = [] } = difference ?? {};
  return lost.flatMap(({ name, generated }): Need[] => {
    if (generated !== undefined || isNamed(decisions.allowDrop, `${table}.${name}`)) return [];
    const values = countValues(db, table, name);
    if (values === 0) return [];
    const [candidate] = added;
    const to = added.length === 1 && candidate ? candidate.name : "<new name>";
    return [
      {
        flag: `--allow-drop ${table}.${name}`,
        why: `losing ${table}.${name} with ${values.toLocaleString("en-US")} values`,
        hint: `renamed? --rename ${table}.${name}=${to}`,
      },
    ];
  });
}

/** Rows that are there need a value for a new column that must have one. */
function emptyRequired(
  db: Database,
  { table, difference }: TableDraft,
  decisions: Decisions,
): Need[] {
  const rows = countRows(db, table);
  return (difference?.added ?? []).flatMap(
    ({ name, notNull, default: usual, generated, primaryKey: key }): Need[] => {
      const given = usual !== null || generated !== undefined || key > 0;
      if (!notNull || given || rows === 0 || backfillOf(decisions, table, name) !== undefined)
        return [];
      return [
        {
          flag: `--backfill '${table}.${name}=<expression>'`,
          why: `${table}.${name} is required and has no default; ${rows.toLocaleString("en-US")} rows are there`,
        },
      ];
    },
  );
}

function lostCounter(
  db: Database,
  { table, difference }: TableDraft,
  decisions: Decisions,
): Need[] {
  const { present, wanted } = difference ?? {};
  if (!present?.parsed.autoincrement || wanted?.parsed.autoincrement) return [];
  const [key = "id"] = primaryKey(present);
  if (isNamed(decisions.allowConvert, `${table}.${key}`)) return [];
  const counter = db
    .prepare("SELECT seq FROM main.sqlite_sequence WHERE name = ?")
    .get([present.name]);
  if (Number(counter?.[0] ?? 0) === 0) return [];
  return [
    {
      flag: `--allow-convert ${table}.${key}`,
      why: `without AUTOINCREMENT, ids of deleted rows of ${table} are given out again`,
    },
  ];
}
