import type pg from "pg";
import { columnKey } from "../written-names.ts";
import { type ServerDifference, turnsOnRls } from "./compare-server.ts";
import type { PreparedServerPush } from "./prepare-server-push.ts";
import { calledSo, type ServerEnum, type ServerTable } from "./server-catalog.ts";
import { dependentsOn, type ServerObject } from "./server-objects.ts";

/** What a push was to take away or change; everything else must be as it was. */
export interface ExpectedChanges {
  /** Tables that were dropped. */
  readonly gone: ReadonlySet<number>;
  /** Columns that were dropped, and those whose values changed: `oid.number`. */
  readonly goneColumns: ReadonlySet<string>;
  readonly changedColumns: ReadonlySet<string>;
  /** Keys of `ServerObject`. */
  readonly goneObjects: ReadonlySet<string>;
  readonly changedObjects: ReadonlySet<string>;
  /** Tables and those that inherit from them whose constraints and indexes may go. */
  readonly losesParts: ReadonlySet<number>;
}

/** A table that takes part in another, and its columns by their names. */
interface Part {
  readonly of: number;
  readonly oid: number;
  readonly columns: Readonly<Record<string, number>>;
}

/** What follows from a draft; to be asked before it is done. */
export async function expectedChanges(
  client: pg.Client,
  prepared: PreparedServerPush,
  converted: readonly string[],
): Promise<ExpectedChanges> {
  const { draft } = prepared;
  const parts = await partsOf(client);
  const differences = draft.tables.flatMap(({ difference }) => difference ?? []);
  const types = changedEnums(prepared);
  const typed = typedColumns(prepared, types, parts);
  const touched = [...differences.flatMap((one) => touchedColumns(one, parts)), ...typed];
  const views = draftedViews(prepared).map((oid) => `table:${oid}`);
  const typeKeys = types.map(({ oid }) => `type:${oid}`);
  return {
    gone: new Set(
      draft.tables.flatMap(({ action, present }) =>
        action === "drop" ? withParts(present, parts) : [],
      ),
    ),
    goneColumns: new Set(differences.flatMap((one) => goneColumns(one, parts))),
    changedColumns: new Set(
      differences.flatMap((one) => changedColumns(one, { parts, converted })),
    ),
    goneObjects: new Set([...differences.flatMap(goneParts), ...typeKeys, ...views]),
    changedObjects: new Set([
      ...touched.map((key) => `column:${key}`),
      ...(await dependentsOn(client, touched)),
      ...differences.flatMap(changedParts),
      ...typeKeys,
      ...views,
    ]),
    losesParts: new Set(
      differences.flatMap(({ present, constraints, indexes }) =>
        constraints.dropped.length + indexes.dropped.length > 0 ? withParts(present, parts) : [],
      ),
    ),
  };
}

const goneColumns = ({ present, lost, changed }: ServerDifference, parts: readonly Part[]) => {
  const anew = changed.filter(({ recomputed, wanted }) => recomputed && wanted.generated !== null);
  const names = [...lost, ...anew.map((change) => change.present)].map(({ name }) => name);
  return names.flatMap((name) => columnsCalled(present, name, parts));
};

const touchedColumns = ({ present, changed }: ServerDifference, parts: readonly Part[]) =>
  changed.flatMap((change) => columnsCalled(present, change.present.name, parts));

interface Converting {
  readonly parts: readonly Part[];
  /** Columns whose values may come out others: `table.column`. */
  readonly converted: readonly string[];
}

function changedColumns({ present, changed }: ServerDifference, { parts, converted }: Converting) {
  const others = changed.filter(({ present: column, wanted }) => {
    const filled = wanted.notNull && !column.notNull;
    return filled || converted.includes(columnKey(present.called, column.name));
  });
  return others.flatMap((change) => columnsCalled(present, change.present.name, parts));
}

/** What a table loses besides columns; the sequence of a column may be another's from then on. */
const goneParts = ({ changed, constraints, indexes, policies }: ServerDifference): string[] => [
  ...changed.flatMap(({ present: { sequence } }) =>
    sequence === null ? [] : [`sequence ${sequence}`],
  ),
  ...constraints.dropped.map(({ oid }) => `constraint:${oid}`),
  ...indexes.dropped.map(({ oid }) => `index:${oid}`),
  ...policies.dropped.map(({ oid }) => `policy:${oid}`),
];

const changedParts = (difference: ServerDifference): string[] => [
  ...difference.unproven.map(({ oid }) => `constraint:${oid}`),
  ...(turnsOnRls(difference) ? [`rls:${difference.present.oid}`] : []),
];

const changedEnums = ({ renamed, wanted }: PreparedServerPush): ServerEnum[] =>
  renamed.enums.filter(({ called, values }) => {
    const other = calledSo(wanted.enums, called);
    return other !== undefined && other.values.join("\n") !== values.join("\n");
  });

/** Every partition and every table that inherits, by what it is a part of, however far up. */
async function partsOf(client: pg.Client): Promise<readonly Part[]> {
  const { rows } = await client.query<{ of: string; oid: string; columns: Record<string, number> }>(
    `with recursive parts as (
       select inhparent as whole, inhrelid as part from pg_inherits
       union select p.whole, h.inhrelid from parts p join pg_inherits h on h.inhparent = p.part)
     select whole::int8 as of, part::int8 as oid,
       (select json_object_agg(attname, attnum) from pg_attribute a
         where a.attrelid = part and attnum > 0 and not attisdropped) as columns
     from parts`,
  );
  return rows.map(({ of, oid, columns }) => {
    return { of: Number(of), oid: Number(oid), columns: columns ?? {} };
  });
}

const withParts = (table: ServerTable | undefined, parts: readonly Part[]): number[] =>
  table === undefined
    ? []
    : [table.oid, ...parts.filter(({ of }) => of === table.oid).map(({ oid }) => oid)];

function columnsCalled(
  { oid, columns }: Pick<ServerTable, "oid" | "columns">,
  name: string,
  parts: readonly Part[],
): string[] {
  const own = columns.find((column) => column.name === name);
  const inherited = parts
    .filter(({ of }) => of === oid)
    .flatMap((part) => {
      const number = part.columns[name];
      return number === undefined ? [] : [`${part.oid}.${number}`];
    });
  return own === undefined ? inherited : [`${oid}.${own.number}`, ...inherited];
}

/** The columns of enums that get other values. */
function typedColumns(
  { renamed }: PreparedServerPush,
  types: readonly ServerEnum[],
  parts: readonly Part[],
): string[] {
  const written = types.map((type) => type.written);
  return renamed.tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => written.includes(type.replace(/\[\]$/, "")))
      .flatMap(({ name }) => columnsCalled(table, name, parts)),
  );
}

/** Views that are dropped or written anew. */
function draftedViews({ steps, renamed }: PreparedServerPush): number[] {
  const drafted = steps
    .filter(({ kind }) => kind === "drop view" || kind === "create view")
    .map(({ table }) => table);
  return renamed.views.filter(({ called }) => drafted.includes(called)).map(({ oid }) => oid);
}

/** What is gone or other than it was, and was not expected to be: each in words. */
export function unexpectedChanges(
  before: ReadonlyMap<string, ServerObject>,
  after: ReadonlyMap<string, ServerObject>,
  expected: ExpectedChanges,
): string[] {
  const called = ({ kind, name, on }: ServerObject) => `${kind} ${name} ${on}`;
  // A new type of a column has its indexes and rules made anew by the server: with other numbers.
  const anew = new Map([...after.values()].map((object) => [called(object), object]));
  return [...before.values()].flatMap((object): string[] => {
    if (!after.has(object.key) && mayGo(object, expected)) return [];
    const now = after.get(object.key) ?? anew.get(called(object));
    if (now === undefined) return [`${object.kind} ${object.name} would be gone`];
    const same = now.definition === object.definition || expected.changedObjects.has(object.key);
    return same ? [] : [`${object.kind} ${object.name} would be another`];
  });
}

function mayGo(object: ServerObject, expected: ExpectedChanges): boolean {
  const { gone, goneColumns, goneObjects, losesParts } = expected;
  const { key, on, columns, kind, name } = object;
  if (gone.has(on) || goneObjects.has(key)) return true;
  if (kind === "sequence")
    return goneObjects.has(`sequence ${name}`) || columnsGo(object, goneColumns);
  if (key.startsWith("acl:") || key.startsWith("comment:")) {
    const oid = key.split(":")[key.startsWith("acl:") ? 1 : 2];
    const owner = ["table", "constraint", "index", "policy", "type"].some((one) =>
      goneObjects.has(`${one}:${oid}`),
    );
    if (owner) return true;
  }
  if (losesParts.has(on) && (kind === "constraint" || kind === "index")) return true;
  return columns.length > 0 && columnsGo(object, goneColumns);
}

const columnsGo = ({ on, columns }: ServerObject, gone: ReadonlySet<string>): boolean =>
  columns.length > 0 && columns.every((number) => gone.has(`${on}.${number}`));
