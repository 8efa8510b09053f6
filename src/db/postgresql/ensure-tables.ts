import type pg from "pg";
import { DecisionNeeded } from "../../plain/errors.ts";
import type { Location } from "../connecting/location.ts";
import type { DeclaredName, TargetServerOpening } from "../target-server.ts";
import { connect } from "./connect.ts";
import { createTables, type ServerExports } from "./create-tables.ts";
import { applicationName, releaseServerLock, takeServerLock } from "./run-lock.ts";
import { serverFailure } from "./server-failure.ts";
import { setUpSession } from "./session-settings.ts";

/** What becomes of a server's database without the tables that are needed. */
export interface EnsuringTables {
  /** What messages call it. */
  readonly name: string;
  /** The tables of the application, and those of the ledger. */
  readonly own: readonly DeclaredName[];
  readonly ledger: readonly DeclaredName[];
  /**
   * Of an empty database: `create` its tables, `pretend` that it has them, or `refuse` it. Of one that has its tables
   * and lacks the ledger alone the same, if they are the application's to make.
   */
  readonly ifMissing: "create" | "pretend" | "refuse";
  readonly schema: "ours" | "theirs";
  /** How the database is brought to the schema. */
  readonly cure: string;
  /** Drizzle tables of PostgreSQL: the application's, and the ledger's. */
  readonly exported: () => Promise<{
    readonly own: ServerExports;
    readonly ledger: ServerExports;
  }>;
}

/** What is there by now. */
export type TablesThere = "there" | "created" | "ledger created" | "none";

type Opening = Pick<TargetServerOpening, "password" | "timeoutMs" | "signal" | "command">;

/**
 * Makes the tables of a server's database that has none, as an import makes those of a file that is not there.
 *
 * @throws DecisionNeeded if it has tables, and not those that are needed
 */
export async function ensureTables(
  location: Location,
  opening: Opening,
  wanted: EnsuringTables,
): Promise<TablesThere> {
  const connection = await connect(location, opening);
  const { client } = connection;
  try {
    const found = await tablesIn(client, wanted);
    if (found.lacking === 0) return "there";
    if (mayBeMade(found, wanted)) return await make(client, opening, wanted);
    if (found.isEmpty && wanted.ifMissing === "pretend" && wanted.schema === "ours") return "none";
    throw lacks(found, wanted);
  } catch (error) {
    throw serverFailure(error, wanted.name, opening.signal);
  } finally {
    await connection.close();
  }
}

interface Found {
  /** There is no table at all. */
  readonly isEmpty: boolean;
  /** Of those that are needed. */
  readonly lacking: number;
  readonly first: readonly string[];
  readonly lacksLedgerAlone: boolean;
}

function mayBeMade(found: Found, { schema, ifMissing }: EnsuringTables): boolean {
  if (ifMissing !== "create") return false;
  return schema === "ours" ? found.isEmpty : found.lacksLedgerAlone;
}

async function make(
  client: pg.Client,
  { command }: Opening,
  wanted: EnsuringTables,
): Promise<TablesThere> {
  await setUpSession(client, applicationName(command));
  await takeServerLock(client, wanted.name);
  try {
    // Whoever had the lock may have made them.
    const found = await tablesIn(client, wanted);
    if (found.lacking === 0) return "there";
    if (!mayBeMade(found, wanted)) throw lacks(found, wanted);
    const { own, ledger } = await wanted.exported();
    await createTables(client, wanted.schema === "ours" ? { ...own, ...ledger } : ledger);
    return wanted.schema === "ours" ? "created" : "ledger created";
  } finally {
    await releaseServerLock(client);
  }
}

const THERE = `
  select asked.schema, asked.name
    from unnest($1::text[], $2::text[]) as asked(schema, name)
   where not exists (
     select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relname = asked.name and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and n.oid <> pg_catalog.pg_my_temp_schema()
        and case when asked.schema is null then pg_catalog.pg_table_is_visible(c.oid)
                 else n.nspname = asked.schema end)`;

/** What the server itself or an extension has is nobody's data. */
const ANY = `
  select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
     and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'
     and not exists (select 1 from pg_catalog.pg_depend d
                      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
                        and d.deptype = 'e')
   limit 1`;

async function tablesIn(client: pg.Client, { own, ledger }: EnsuringTables): Promise<Found> {
  const lackingOf = async (names: readonly DeclaredName[]) => {
    const schemas = names.map(({ schema }) => schema ?? null);
    const { rows } = await client.query<{ name: string }>(THERE, [
      schemas,
      names.map(({ name }) => name),
    ]);
    return rows.map(({ name }) => name);
  };
  const [lackingOwn, lackingLedger] = [await lackingOf(own), await lackingOf(ledger)];
  const { rows } = await client.query(ANY);
  const lacking = [...lackingOwn, ...lackingLedger];
  return {
    isEmpty: rows.length === 0,
    lacking: lacking.length,
    first: lacking.slice(0, SHOWN),
    lacksLedgerAlone: lackingOwn.length === 0 && lackingLedger.length === ledger.length,
  };
}

const SHOWN = 5;

function lacks({ lacking, first, isEmpty }: Found, { name, cure }: EnsuringTables): DecisionNeeded {
  const named = first.join(", ") + (lacking > first.length ? ", ..." : "");
  return new DecisionNeeded(
    isEmpty
      ? `The database ${name} has no tables.`
      : `The database ${name} lacks the tables ${named}.`,
    { cure },
  );
}
