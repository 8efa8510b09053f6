import { getTableName } from "drizzle-orm";
import type { TableCopy } from "../../shared/table-copies.ts";
import { quoteName, sameName } from "../db/names.ts";
import type { Catalog, Stored, TableShape } from "../db/sqlite/catalog.ts";
import { compareTables, sameSql, type TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions, isNamed } from "./decisions.ts";
import { fitsGlob, includesName, isOwn, type Managed } from "./managed.ts";
import { dropIndex, dropTable, rebuildSteps } from "./rebuild-table.ts";
import type { Step } from "./steps.ts";

/** What becomes of one table. */
export interface TableDraft {
  readonly table: string;
  readonly action: "create" | "keep" | "alter" | "rebuild" | "drop";
  /** Undefined if the table is made or dropped whole. */
  readonly difference: TableDifference | undefined;
  readonly steps: readonly Step[];
}

/** Everything that a push would do, known from the catalogs alone. */
export interface Draft {
  /** Triggers, views and indexes that go, or are put aside while tables are made anew. */
  readonly aside: readonly Step[];
  readonly tables: readonly TableDraft[];
  /** Views and triggers that come, or come back. */
  readonly back: readonly Step[];
  /** What the schema does not know; it is kept as it is. */
  readonly unmanaged: readonly string[];
}

/** What a draft is made from. */
export interface DraftInput {
  /** After the renames. */
  readonly current: Catalog;
  readonly wanted: Catalog;
  readonly managed: Managed;
  readonly decisions: Decisions;
  /** Tables that others have come in the place of. */
  readonly copies?: readonly TableCopy[] | undefined;
}

/** Drafts the statements that bring the current catalog to the wanted one. */
export function draftPush(input: DraftInput): Draft {
  const { current, wanted, decisions } = input;
  const dropped = [...current.tables.values()].filter((table) => isDropped(table, input));
  const drafted = [...wanted.tables.values()].map((table) => draftTable(table, input));
  const moved = movedIndexes(drafted, wanted);
  const tables = [
    ...dropped.map(droppedTable),
    ...drafted.map((table) => {
      return { ...table, steps: table.steps.filter((step) => !moved.includes(step)) };
    }),
  ];
  const disturbed = tables.some(({ action }) => action === "rebuild" || action === "drop");
  const gone = current.views.filter((view) => isViewGone(view, input));
  const views = disturbed ? current.views : gone;
  const triggers = current.triggers.filter(
    (trigger) => disturbed || goes(trigger, decisions) || isOn(trigger, views),
  );
  const made = wanted.views.filter((view) => !isThere(view, current.views));
  const lost = (trigger: Stored) =>
    goes(trigger, decisions) ||
    isOn(trigger, dropped) ||
    (isOn(trigger, gone) && !isOn(trigger, made));
  return {
    aside: [...moved, ...triggers.map(dropStored("trigger")), ...views.map(dropStored("view"))],
    tables,
    back: [
      ...views.filter((view) => !gone.includes(view)).map(createStored("view")),
      ...made.map(createStored("view")),
      ...triggers.filter((trigger) => !lost(trigger)).map(createStored("trigger")),
    ],
    unmanaged: unmanagedNames(input, dropped),
  };
}

const goes = (stored: { readonly name: string }, { dropUnmanaged }: Decisions): boolean =>
  fitsGlob(dropUnmanaged, stored.name);

const isOn = (trigger: Stored, tables: readonly { readonly name: string }[]): boolean =>
  tables.some(({ name }) => sameName(name, trigger.table));

const isThere = (view: Stored, views: readonly Stored[]): boolean =>
  views.some(({ name, sql }) => sameName(name, view.name) && sameSql(sql, view.sql));

/** A view that the schema wants otherwise or not any more, or that was named to be dropped. */
function isViewGone(view: Stored, { wanted, managed, decisions }: DraftInput): boolean {
  if (isThere(view, wanted.views)) return false;
  const replaced = wanted.views.some(({ name }) => sameName(name, view.name));
  return replaced || includesName(managed.views, view.name) || goes(view, decisions);
}

/** A table that the schema had and has not any more, or that was named to be dropped. */
function isDropped(table: TableShape, { wanted, managed, decisions, copies }: DraftInput): boolean {
  if (includesName([...wanted.tables.keys()], table.name)) return false;
  // Shadow tables go with the virtual table that they belong to.
  if (table.kind === "shadow" || isOwn(table.name)) return false;
  if (isCopiedFirst(table, wanted, copies) && !isNamed(decisions.allowDropTable, table.name))
    return false;
  return includesName(managed.tables, table.name) || goes(table, decisions);
}

/** What another table has come in the place of stays until `db:copy-table` has copied and drops it. */
const isCopiedFirst = (
  { name }: TableShape,
  wanted: Catalog,
  copies: DraftInput["copies"] = [],
): boolean =>
  copies.some(({ from, to }) => sameName(from, name) && wanted.tables.has(getTableName(to)));

function droppedTable({ name }: TableShape): TableDraft {
  const steps: Step[] = [{ kind: "drop table", table: name, sql: dropTable(name) }];
  return { table: name, action: "drop", difference: undefined, steps };
}

function draftTable(wanted: TableShape, input: DraftInput): TableDraft {
  const table = wanted.name;
  const present = [...input.current.tables.values()].find(({ name }) => sameName(name, table));
  if (present === undefined) {
    const made: Step = { kind: "create table", table, sql: wanted.sql };
    const indexes = [...wanted.indexes.values()].map((sql) => createIndex(table, sql));
    return { table, action: "create", difference: undefined, steps: [made, ...indexes] };
  }
  const difference = filledAnew(compareTables(present, wanted), input.decisions);
  const { how, added } = difference;
  const body =
    how === "rebuild" ? rebuildSteps(difference, input.decisions) : addSteps(wanted, added);
  const steps = [...indexDrops(difference, input), ...body, ...indexCreates(difference, input)];
  const action = how === "keep" && steps.length > 0 ? "alter" : how;
  return { table, action, difference, steps };
}

/** ALTER TABLE ADD COLUMN knows defaults alone; an UPDATE after it would fire triggers. */
function filledAnew(difference: TableDifference, decisions: Decisions): TableDifference {
  const { wanted, added, how } = difference;
  const fills = added.some(({ name }) => backfillOf(decisions, wanted.name, name) !== undefined);
  return how === "alter" && fills ? { ...difference, how: "rebuild" } : difference;
}

/** An index that another table is to have under the same name must go before that table gets it. */
function movedIndexes(drafts: readonly TableDraft[], { tables }: Catalog): Step[] {
  const elsewhere = (step: Step) =>
    [...tables.values()].some(
      (other) =>
        !sameName(other.name, step.table) &&
        [...other.indexes.keys()].some((index) => sameName(dropIndex(index), step.sql)),
    );
  return drafts.flatMap(({ steps }) =>
    steps.filter((step) => step.kind === "drop index" && elsewhere(step)),
  );
}

function addSteps(wanted: TableShape, added: TableDifference["added"]): Step[] {
  return added.map(({ name }) => {
    const definition = wanted.parsed.columns.get(name.toLowerCase())?.text ?? quoteName(name);
    const sql = `ALTER TABLE ${quoteName(wanted.name)} ADD COLUMN ${definition}`;
    return { kind: "add column", table: wanted.name, sql };
  });
}

const createIndex = (table: string, sql: string): Step => ({ kind: "create index", table, sql });

/** Indexes that the schema wants otherwise or not any more, or that were named to be dropped. */
function indexDrops(
  { present, wanted }: TableDifference,
  { managed, decisions }: DraftInput,
): Step[] {
  return [...present.indexes].flatMap(([name, sql]): Step[] => {
    const other = wantedIndex(wanted, name);
    const ends = () =>
      includesName(managed.indexes, name) || fitsGlob(decisions.dropUnmanaged, name);
    const drops = other === undefined ? ends() : !sameSql(sql, other);
    return drops ? [{ kind: "drop index", table: wanted.name, sql: dropIndex(name) }] : [];
  });
}

/** Indexes that are missing or changed; after a rebuild all of them, also those that are not ours. */
function indexCreates(difference: TableDifference, input: DraftInput): Step[] {
  const { present, wanted, how } = difference;
  const dropped = new Set(indexDrops(difference, input).map(({ sql }) => sql));
  const missing = [...wanted.indexes].filter(([name, sql]) => {
    const there = wantedIndex(present, name);
    return how === "rebuild" || there === undefined || !sameSql(there, sql);
  });
  const kept = [...present.indexes].filter(
    ([name]) =>
      how === "rebuild" && wantedIndex(wanted, name) === undefined && !dropped.has(dropIndex(name)),
  );
  return [...missing, ...kept].map(([, sql]) => createIndex(wanted.name, sql));
}

function wantedIndex({ indexes }: TableShape, name: string): string | undefined {
  return [...indexes].find(([one]) => sameName(one, name))?.[1];
}

function dropStored(type: "view" | "trigger"): (stored: Stored) => Step {
  return ({ name, table }) => ({
    kind: type === "view" ? "drop view" : "drop trigger",
    table,
    sql: `DROP ${type.toUpperCase()} ${quoteName(name)}`,
  });
}

function createStored(type: "view" | "trigger"): (stored: Stored) => Step {
  return ({ table, sql }) => ({
    kind: type === "view" ? "create view" : "create trigger",
    table,
    sql,
  });
}

function unmanagedNames({ current, wanted }: DraftInput, dropped: readonly TableShape[]): string[] {
  const tables = [...current.tables.values()].filter(
    (table) =>
      !includesName([...wanted.tables.keys()], table.name) &&
      !dropped.includes(table) &&
      !isOwn(table.name),
  );
  const views = current.views.filter(
    ({ name }) => !wanted.views.some((view) => sameName(view.name, name)),
  );
  return [...tables, ...views, ...current.triggers].map(({ name }) => name);
}
