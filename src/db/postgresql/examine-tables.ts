import type pg from "pg";
import { DatabaseError, DecisionNeeded } from "../../plain/errors.ts";
import type { Access, PairedTable } from "../target-server.ts";

// May this role read and write the tables, every row of them?

/** What a role may do with a table, and what keeps rows from it. */
export interface TableRights {
  readonly schema: string;
  readonly name: string;
  /** Row-level security would hide rows from this role. */
  readonly filtered: boolean;
  /** It does so only because it is forced upon the owner. */
  readonly forced: boolean;
  readonly owns: boolean;
  readonly select: boolean;
  readonly insert: boolean;
  readonly update: boolean;
  readonly delete: boolean;
}

const RIGHTS = `
  select n.nspname::text as schema, c.relname::text as name,
         pg_catalog.row_security_active(c.oid) as filtered, c.relforcerowsecurity as forced,
         pg_catalog.pg_has_role(c.relowner, 'USAGE') as owns,
         ${["select", "insert", "update"].map(ofColumns).join(", ")},
         pg_catalog.has_table_privilege(c.oid, 'delete') as delete
    from unnest($1::text[], $2::text[], $3::text[]) as asked (schema, name, columns)
    join pg_catalog.pg_namespace n on n.nspname = asked.schema
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = asked.name
   order by 1, 2`;

/** A role may have been granted the columns one by one. */
function ofColumns(right: string): string {
  return `(select pg_catalog.bool_and(pg_catalog.has_column_privilege(c.oid, a.name, '${right}'))
             from pg_catalog.json_array_elements_text(asked.columns::json) as a (name)) as ${right}`;
}

/** Asks what the role may do with these tables, as things stand in this session. */
export async function tableRights(
  client: pg.Client,
  pairs: readonly PairedTable[],
): Promise<readonly TableRights[]> {
  const { rows } = await client.query<TableRights>(RIGHTS, [
    pairs.map(({ schema }) => schema),
    pairs.map(({ name }) => name),
    pairs.map(({ columns }) => JSON.stringify(columns.map(({ name }) => name))),
  ]);
  return rows;
}

/** How a run is let at tables: whether it writes, and whether FORCE is lifted where the role owns them. */
export interface Letting {
  /** What messages call the database. */
  readonly name: string;
  readonly access: Access;
  readonly liftForceRls: boolean;
}

/**
 * Checks that every row of the tables is seen and can be written.
 *
 * @returns the tables whose FORCE ROW LEVEL SECURITY has to be lifted in each transaction
 * @throws DecisionNeeded if lifting it is all that is needed, and was not asked for; DatabaseError if the role may not
 */
export function examineTables(rights: readonly TableRights[], letting: Letting): TableRights[] {
  const filtered = rights.filter((one) => one.filtered);
  const liftable = filtered.filter(({ forced, owns }) => forced && owns);
  const closed = filtered.filter((one) => !liftable.includes(one));
  if (closed.length > 0) throw hidden(letting.name, closed);
  if (liftable.length > 0 && !letting.liftForceRls) throw liftNeeded(letting.name, liftable);
  const missing = rights.flatMap((one) => missingRights(one, letting.access));
  if (missing.length > 0) {
    throw new DatabaseError(
      [`This role may not do what a run does in ${letting.name}.`, ...missing.map(indented)],
      { cure: "Have the owner of the tables grant it:  GRANT ... ON ... TO ..." },
    );
  }
  return liftable;
}

const WRITES = ["select", "insert", "update", "delete"] as const;

function missingRights(rights: TableRights, access: Access): string[] {
  const needed = access === "write" ? WRITES : (["select"] as const);
  const lacking = needed.filter((right) => !rights[right]);
  if (lacking.length === 0) return [];
  return [`${titleOf(rights)}: ${lacking.map((right) => right.toUpperCase()).join(", ")}`];
}

const titleOf = ({ schema, name }: TableRights): string => `${schema}.${name}`;
const indented = (line: string): string => `  ${line}`;

function hidden(name: string, tables: readonly TableRights[]): DatabaseError {
  return new DatabaseError(
    [
      `Row-level security hides rows of ${name} from this role, so what is there cannot be told.`,
      ...tables.map(titleOf).map(indented),
    ],
    {
      cure: "Work as the owner of the tables, or as a role with BYPASSRLS:  ALTER ROLE ... BYPASSRLS",
    },
  );
}

function liftNeeded(name: string, tables: readonly TableRights[]): DecisionNeeded {
  return new DecisionNeeded(
    [
      `Row-level security is forced upon the owner of tables of ${name}, and hides rows from it.`,
      ...tables.map(titleOf).map(indented),
    ],
    {
      cure: "Work as a role with BYPASSRLS, or let FORCE be lifted inside each transaction, and put back before it ends:  --lift-force-rls",
    },
  );
}
