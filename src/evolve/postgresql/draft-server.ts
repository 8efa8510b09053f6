import { type Decisions, isNamed } from "../decisions.ts";
import { fitsGlob, type Managed } from "../managed.ts";
import { columnKey, writeName } from "../written-names.ts";
import {
  compareServerTables,
  type Ends,
  isSame,
  type ServerDifference,
  turnsOnRls,
} from "./compare-server.ts";
import { draftEnums } from "./draft-enums.ts";
import { addConstraint, createIndex, validateConstraint } from "./rule-steps.ts";
import {
  calledSo,
  type ServerCatalog,
  type ServerConstraint,
  type ServerTable,
  type ServerView,
} from "./server-catalog.ts";
import { addColumn, changeColumn, createTable, ident, type ServerStep } from "./server-steps.ts";

/** What the schema has made on a server. Keys are `table.name`. */
export interface ServerManaged extends Managed {
  readonly constraints?: readonly string[];
  readonly policies?: readonly string[];
}

/** What becomes of one table. */
export interface ServerTableDraft {
  readonly table: string;
  readonly action: "create" | "keep" | "alter" | "drop";
  readonly wanted: ServerTable | undefined;
  readonly present: ServerTable | undefined;
  /** Undefined if the table is made or dropped whole. */
  readonly difference: ServerDifference | undefined;
  /** Columns that the schema does not know and that stay. */
  readonly kept: readonly string[];
  readonly steps: readonly ServerStep[];
}

/** Everything that a push would do, known from the catalogs alone; in the order in which it is done. */
export interface ServerDraft {
  readonly before: readonly ServerStep[];
  readonly tables: readonly ServerTableDraft[];
  /** Foreign keys, policies and views: when all tables are there. */
  readonly after: readonly ServerStep[];
  /** Columns that the schema does not know and that stay: `table.column`. */
  readonly keptColumns: readonly string[];
  /** What else the schema does not know. */
  readonly unmanaged: readonly string[];
}

export interface ServerDraftInput {
  /** After the renames. */
  readonly current: ServerCatalog;
  readonly wanted: ServerCatalog;
  readonly managed: ServerManaged;
  readonly decisions: Decisions;
  /** Schemas that the server has. */
  readonly schemas: readonly string[];
  /** Whether new values of an enum must be there before the transaction ends. */
  readonly enums: "add" | "replace";
  /** Tables that no schema drops: the ledger's. */
  readonly isOwn: (called: string) => boolean;
}

/** Drafts the statements that bring the current catalog to the wanted one. */
export function draftServerPush(input: ServerDraftInput): ServerDraft {
  const { current, wanted } = input;
  const dropped = current.tables.filter((table) => isDropped(table, input)).map(droppedTable);
  const tables = wanted.tables.map((table) => draftTable(table, input));
  const all = [...dropped, ...tables];
  const schemas = wanted.schemas.filter((schema) => !input.schemas.includes(schema));
  const views = draftViews(input);
  return {
    before: [
      ...schemas.map((schema): ServerStep => {
        return { kind: "create schema", table: schema, sql: `create schema ${ident(schema)}` };
      }),
      ...draftEnums(input),
      ...draftSequences(input),
      ...views.drops,
      ...all.flatMap(partDrops),
    ],
    tables: all,
    after: [...all.flatMap(foreignKeys), ...all.flatMap(protection), ...views.creates],
    keptColumns: tables.flatMap(({ table, kept }) => kept.map((name) => columnKey(table, name))),
    unmanaged: unmanagedNames(input, dropped),
  };
}

function isDropped({ called, child }: ServerTable, input: ServerDraftInput): boolean {
  if (calledSo(input.wanted.tables, called) !== undefined || input.isOwn(called)) return false;
  // A part goes with the whole, or is named itself.
  const named = fitsGlob(input.decisions.dropUnmanaged, called);
  return named || (!child && input.managed.tables.includes(called));
}

function droppedTable(present: ServerTable): ServerTableDraft {
  const { called: table, written } = present;
  const steps: ServerStep[] = [{ kind: "drop table", table, sql: `drop table ${written}` }];
  return {
    table,
    action: "drop",
    wanted: undefined,
    present,
    difference: undefined,
    kept: [],
    steps,
  };
}

function draftTable(wanted: ServerTable, input: ServerDraftInput): ServerTableDraft {
  const { called: table } = wanted;
  const present = calledSo(input.current.tables, table);
  if (present?.kind === "f") return takenBy(wanted, "a foreign table");
  if (present === undefined && calledSo(input.current.views, table))
    return takenBy(wanted, "a view");
  if (present === undefined) return newTable(wanted);
  const compared = compareServerTables(present, wanted, endsIn(table, input));
  const kept = keptColumns(table, compared, input);
  const difference = { ...compared, lost: compared.lost.filter((one) => !kept.includes(one)) };
  const steps = tableSteps(difference, input.decisions);
  const same = isSame(difference) && steps.length === 0;
  const names = kept.map(({ name }) => name);
  return {
    table,
    action: same ? "keep" : "alter",
    wanted,
    present,
    difference,
    kept: names,
    steps,
  };
}

function newTable(wanted: ServerTable): ServerTableDraft {
  const rules = wanted.constraints.filter(({ kind }) => kind !== "f");
  const steps = [
    createTable(wanted),
    ...rules.map((constraint) => addConstraint(wanted, constraint)),
    ...wanted.indexes.map((index) => createIndex(wanted, index)),
  ];
  return {
    table: wanted.called,
    action: "create",
    wanted,
    present: undefined,
    difference: undefined,
    kept: [],
    steps,
  };
}

/** Something else has the table's name. */
function takenBy(wanted: ServerTable, what: string): ServerTableDraft {
  const { called: table } = wanted;
  const cure = "Rename it, or give the table of the schema another name.";
  const step: ServerStep = {
    kind: "impossible",
    table,
    sql: "",
    question: { what: `it is ${what} in the database`, cure },
  };
  return {
    table,
    action: "keep",
    wanted,
    present: undefined,
    difference: undefined,
    kept: [],
    steps: [step],
  };
}

/** Whether a part that the schema lacks was its own before, or was named to be dropped. */
function endsIn(table: string, { managed, decisions }: ServerDraftInput): Ends {
  const { constraints = [], indexes, policies = [] } = managed;
  return (kind, name) => {
    const own = {
      constraint: constraints.includes(columnKey(table, name)),
      index: indexes.includes(name),
      policy: policies.includes(columnKey(table, name)),
    };
    return own[kind] || fitsGlob(decisions.dropUnmanaged, name);
  };
}

function keptColumns(
  table: string,
  { lost, present }: ServerDifference,
  { managed, decisions }: ServerDraftInput,
) {
  const key = present.constraints.find(({ kind }) => kind === "p")?.columns ?? [];
  return lost.filter(({ name, number }) => {
    const own = columnKey(table, name);
    if (decisions.allowDrop.includes(own) || key.includes(number)) return false;
    if (managed.kept?.includes(own) || decisions.keepUnmanaged.includes(own)) return true;
    return fitsGlob(decisions.keepUnmanaged, own) && !isNamed(managed.columns ?? [], own);
  });
}

function tableSteps(difference: ServerDifference, decisions: Decisions): ServerStep[] {
  const { present, wanted, added, changed, lost, constraints, indexes, unproven } = difference;
  const filled = changed.filter(({ retyped }) => !retyped);
  const converted = changed.filter(({ retyped }) => retyped);
  return [
    ...added.flatMap((column) => addColumn(present, column, decisions)),
    ...[...filled, ...converted].flatMap((change) => changeColumn(present, change, decisions)),
    ...lost.map(({ name }): ServerStep => {
      const sql = `alter table ${present.written} drop column ${ident(name)}`;
      return { kind: "drop column", table: present.called, sql };
    }),
    ...constraints.missing
      .filter(({ kind }) => kind !== "f")
      .map((constraint) => addConstraint(wanted, constraint)),
    ...unproven.map((constraint) => validateConstraint(present, constraint)),
    ...indexes.missing.map((index) => createIndex(wanted, index)),
  ];
}

/** What is in the way of something of the same name, or goes: foreign keys before what they need. */
function partDrops({ table, difference, action, present }: ServerTableDraft): ServerStep[] {
  const drop = ({ name }: ServerConstraint): ServerStep => {
    const sql = `alter table ${present?.written} drop constraint ${ident(name)}`;
    return { kind: "drop constraint", table, sql };
  };
  const foreign = ({ kind }: ServerConstraint) => kind === "f";
  // Tables that go together may refer to each other.
  if (action === "drop") return (present?.constraints ?? []).filter(foreign).map(drop);
  if (difference === undefined) return [];
  const { constraints, indexes, policies } = difference;
  const rules = constraints.dropped;
  return [
    ...rules.filter(foreign).map(drop),
    ...rules.filter((one) => !foreign(one)).map(drop),
    ...indexes.dropped.map(({ called }): ServerStep => {
      return { kind: "drop index", table, sql: `drop index ${called}` };
    }),
    ...policies.dropped.map(({ name }): ServerStep => {
      const sql = `drop policy ${ident(name)} on ${present?.written}`;
      return { kind: "drop policy", table, sql };
    }),
  ];
}

function foreignKeys({ wanted, difference, action }: ServerTableDraft): ServerStep[] {
  if (wanted === undefined || (action === "keep" && difference === undefined)) return [];
  const missing =
    action === "create" ? wanted.constraints : (difference?.constraints.missing ?? []);
  return missing
    .filter(({ kind }) => kind === "f")
    .map((constraint) => addConstraint(wanted, constraint));
}

/** A table's policies, and the switch that makes them count. */
function protection({ table, wanted, difference, action }: ServerTableDraft): ServerStep[] {
  if (wanted === undefined || (action === "keep" && difference === undefined)) return [];
  const turns = difference === undefined ? wanted.rls : turnsOnRls(difference);
  const policies = difference === undefined ? wanted.policies : difference.policies.missing;
  const enable = `alter table ${wanted.written} enable row level security`;
  return [
    ...policies.map(({ name, definition }): ServerStep => {
      const sql = `create policy ${ident(name)} on ${wanted.written} ${definition}`;
      return { kind: "create policy", table, sql };
    }),
    ...(turns ? [{ kind: "enable rls", table, sql: enable } as const] : []),
  ];
}

function draftSequences({ current, wanted }: ServerDraftInput): ServerStep[] {
  return wanted.sequences
    .filter(({ called }) => calledSo(current.sequences, called) === undefined)
    .map(({ called, written, counting }) => {
      return {
        kind: "create sequence",
        table: called,
        sql: `create sequence ${written} ${counting}`,
      };
    });
}

function draftViews({ current, wanted, managed, decisions }: ServerDraftInput) {
  const goes = ({ called }: ServerView) => fitsGlob(decisions.dropUnmanaged, called);
  const gone = current.views.filter((view) => {
    const other = calledSo(wanted.views, view.called);
    if (other === undefined) return managed.views.includes(view.called) || goes(view);
    return other.definition !== view.definition && goes(view);
  });
  const made = wanted.views.filter((view) => {
    const there = calledSo(current.views, view.called);
    return there === undefined || there.definition !== view.definition;
  });
  const kind = ({ materialized }: ServerView) => (materialized ? "materialized view" : "view");
  return {
    // The last that was made is the first that nothing depends on.
    drops: [...gone].reverse().map((view): ServerStep => {
      return { kind: "drop view", table: view.called, sql: `drop ${kind(view)} ${view.written}` };
    }),
    creates: made.map((view): ServerStep => {
      const replaces =
        calledSo(current.views, view.called) !== undefined &&
        !gone.some(({ called }) => called === view.called);
      const or = replaces && !view.materialized ? "or replace " : "";
      const sql = `create ${or}${kind(view)} ${view.written} as ${view.definition.replace(/;\s*$/, "")}`;
      const cure = `Let it be made anew:  --drop-unmanaged ${writeName(view.called)}  (its grants go with it).`;
      const question = { what: `the view ${view.called} cannot be changed in place`, cure };
      return { kind: "create view", table: view.called, sql, question };
    }),
  };
}

function unmanagedNames(
  { current, wanted, isOwn }: ServerDraftInput,
  dropped: readonly ServerTableDraft[],
): string[] {
  const tables = current.tables.filter(
    ({ called }) =>
      calledSo(wanted.tables, called) === undefined &&
      !dropped.some(({ table }) => table === called) &&
      !isOwn(called),
  );
  const views = current.views.filter(({ called }) => calledSo(wanted.views, called) === undefined);
  const others = current.tables.flatMap(({ called, triggers, policies }) => {
    const known = calledSo(wanted.tables, called)?.policies ?? [];
    const own = policies.filter(({ name }) => !known.some((policy) => policy.name === name));
    return [...triggers, ...own.map(({ name }) => `policy ${name}`)];
  });
  return [...[...tables, ...views].map(({ called }) => called), ...others];
}
