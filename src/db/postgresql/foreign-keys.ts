import type pg from "pg";
import type { ChangedTable } from "./changed-table.ts";
import { tableSql } from "./table-sql.ts";

/** A foreign key that stands on a table that is written, or refers to one. */
export interface ServerForeignKey {
  readonly name: string;
  /** Tables as SQL takes them. */
  readonly child: string;
  readonly parent: string;
  /** Names of columns, in one order. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** confdeltype: a no action, r restrict, c cascade, n set null, d set default. */
  readonly onDelete: string;
}

const columnsOf = (numbers: string, table: string) =>
  `array(select a.attname::text from unnest(k.${numbers}) with ordinality as x (number, place)
           join pg_catalog.pg_attribute a on a.attrelid = k.${table} and a.attnum = x.number
          order by x.place)`;

/** A foreign key of a partition belongs to that of the whole table. */
const KEYS = `
  select k.conname::text as name, cn.nspname::text as "childSchema", c.relname::text as "childName",
         pn.nspname::text as "parentSchema", p.relname::text as "parentName",
         ${columnsOf("conkey", "conrelid")} as "from", ${columnsOf("confkey", "confrelid")} as "to",
         k.confdeltype::text as "onDelete"
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace cn on cn.oid = c.relnamespace
    join pg_catalog.pg_class p on p.oid = k.confrelid
    join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
   where k.contype = 'f' and k.conparentid = 0
     and (k.conrelid = any ($1::text[]::regclass[]) or k.confrelid = any ($1::text[]::regclass[]))
   order by cn.nspname, c.relname, k.conname`;

interface KeyRow extends Pick<ServerForeignKey, "name" | "from" | "to" | "onDelete"> {
  readonly childSchema: string;
  readonly childName: string;
  readonly parentSchema: string;
  readonly parentName: string;
}

/** The foreign keys from and to these tables. */
export async function readServerForeignKeys(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<readonly ServerForeignKey[]> {
  const { rows } = await client.query<KeyRow>(KEYS, [tables.map(({ target }) => target)]);
  return rows.map((row) => ({
    name: row.name,
    from: row.from,
    to: row.to,
    onDelete: row.onDelete,
    child: tableSql({ schema: row.childSchema, name: row.childName }),
    parent: tableSql({ schema: row.parentSchema, name: row.parentName }),
  }));
}

/** Orders tables so that each comes behind those that it refers to, as far as there is such an order. */
export function parentsFirst(
  tables: readonly ChangedTable[],
  keys: readonly ServerForeignKey[],
): ChangedTable[] {
  const left = new Map(tables.map((table) => [table.target, table]));
  const ordered: ChangedTable[] = [];
  while (left.size > 0) {
    const waits = ({ child, parent }: ServerForeignKey) => child !== parent && left.has(parent);
    const free = [...left.values()].filter(
      ({ target }) => !keys.some((key) => key.child === target && waits(key)),
    );
    // Tables that refer to each other in a ring have no order: they come as they are named.
    const next = free.length > 0 ? free : [...left.values()].slice(0, 1);
    for (const { target } of next) left.delete(target);
    ordered.push(...next);
  }
  return ordered;
}

/** Whether tables refer to each other in a ring, or one to itself. */
export function haveRing(
  tables: readonly ChangedTable[],
  keys: readonly ServerForeignKey[],
): boolean {
  const place = new Map(parentsFirst(tables, keys).map(({ target }, nth) => [target, nth]));
  return keys.some(({ child, parent }) => {
    const [own, other] = [place.get(child), place.get(parent)];
    return own !== undefined && other !== undefined && other >= own;
  });
}
