import type pg from "pg";
import { hasPublicIds, type PublicIdEntity } from "../../../../shared/public-id.ts";
import { DecisionNeeded } from "../../../plain/errors.ts";

/** A table on a server whose rows have public ids. */
export interface ServerPublicIdTable {
  readonly entity: PublicIdEntity;
  /** In full and quoted, as SQL takes it. */
  readonly written: string;
  /** The column of the primary key, quoted, and its type. */
  readonly key: string;
  readonly keyType: string;
}

/** What has a column `public_id` and cannot be filled, and why. */
export interface Unfilled {
  readonly table: string;
  readonly why: "no entity" | "no single key";
}

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as written, c.relname as name,
    (select json_agg(json_build_object('name', quote_ident(k.attname), 'type', format_type(k.atttypid, k.atttypmod)))
     from pg_catalog.pg_index i join pg_catalog.pg_attribute k on k.attrelid = c.oid and k.attnum = any(i.indkey::int2[])
     where i.indrelid = c.oid and i.indisprimary) as keys,
    exists (select from pg_catalog.pg_index u where u.indrelid = c.oid and u.indisunique and u.indisvalid
      and u.indnkeyatts = 1 and u.indkey[0] = a.attnum
      and coalesce(pg_get_expr(u.indpred, c.oid), '(public_id IS NOT NULL)') = '(public_id IS NOT NULL)') as unique
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'public_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and c.relpersistence <> 't'
  order by n.nspname, c.relname`;

interface Found {
  readonly written: string;
  readonly name: string;
  readonly keys: readonly { readonly name: string; readonly type: string }[] | null;
  readonly unique: boolean;
}

/**
 * The tables of a database that have a column `public_id`, and of which entity each is by its name: `chatbot_flows`
 * are flows, `audit_logs` are audit logs.
 *
 * @throws DecisionNeeded if nothing keeps two rows of one of them from having the same public id
 */
export async function findPublicIdTables(
  client: pg.Client,
): Promise<{ tables: ServerPublicIdTable[]; unfilled: Unfilled[] }> {
  const { rows } = await client.query<Found>(TABLES);
  const tables: ServerPublicIdTable[] = [];
  const unfilled: Unfilled[] = [];
  for (const { written, name, keys } of rows) {
    const entity = entityOf(name);
    const [key, ...more] = keys ?? [];
    if (entity === undefined) unfilled.push({ table: written, why: "no entity" });
    else if (key === undefined || more.length > 0)
      unfilled.push({ table: written, why: "no single key" });
    else tables.push({ entity, written, key: key.name, keyType: key.type });
  }
  const loose = rows.filter(
    (row) => !row.unique && tables.some((one) => one.written === row.written),
  );
  if (loose.length === 0) return { tables, unfilled };
  const [first] = loose;
  throw new DecisionNeeded(
    `Nothing keeps two rows from having the same public_id in ${loose.map(({ written }) => written).join(", ")}.`,
    {
      cure: `Make a unique index, in a migration:  create unique index concurrently on ${first?.written} (public_id);`,
    },
  );
}

/** By the whole name, else by its last words. */
function entityOf(table: string): PublicIdEntity | undefined {
  const words = table.toLowerCase().split("_");
  for (let from = 0; from < words.length; from++) {
    const [first = "", ...rest] = words.slice(from);
    const name =
      first + rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
    if (hasPublicIds(name)) return name;
  }
  return undefined;
}
