import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type pg from "pg";
import { DecisionNeeded, UsageError } from "../../../plain/errors.ts";
import { codeOf } from "../cannot-connect.ts";
import { serverFailure } from "../server-failure.ts";
import { checkCounts, majorVersion, rowsInBackup } from "./back-up-server.ts";
import { findProgram, type Programs, runProgram } from "./programs.ts";

/** What is restored, and from what. */
export interface ServerRestore extends Programs {
  /** To another database of the server: the one that is replaced is not to be in use. */
  readonly client: pg.Client;
  readonly backup: string;
  readonly now: Date;
  connectTo(database: string): Promise<{ client: pg.Client; close(): Promise<void> }>;
}

/** What a restore did. */
export interface RestoredServer {
  /** What the database is called now that was there before. */
  readonly aside: string;
  readonly tables: number;
  readonly rows: number;
}

/** The longest name that PostgreSQL keeps. */
const LONGEST = 63;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Makes a new database of a backup, compares each table's rows with the backup, and gives it the name of the present
 * one, which is kept under another. Until then nothing of the present one is changed.
 *
 * @throws DecisionNeeded if the role may not do that, or others use the database; DatabaseError if the backup is damaged
 */
export async function restoreServer(restore: ServerRestore): Promise<RestoredServer> {
  const { client, backup, location, now, connectTo } = restore;
  if (!existsSync(backup)) {
    throw new UsageError(`There is no backup ${backup}.`, { cure: "Check its path." });
  }
  const program = await findProgram("pg_restore", await majorVersion(client), restore.env);
  const dumped = await rowsInBackup(backup, program, restore);
  await checkUnused(client, location.database);
  const fresh = `hmsync_restored_${randomBytes(6).toString("hex")}`;
  await createLike(client, location.database, fresh);
  try {
    const into = { ...restore, location: { ...location, database: fresh } };
    const args = [
      "--exit-on-error",
      "--single-transaction",
      "--no-password",
      "--dbname",
      fresh,
      backup,
    ];
    await runProgram(program, args, { ...into, output: async (stdout) => void stdout.resume() });
    const session = await connectTo(fresh);
    const counted = await checkCounts(session.client, dumped, backup).finally(session.close);
    const second = now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
    const aside = `${location.database.slice(0, LONGEST - 24)}_before_${second}`;
    await swap(client, { present: location.database, aside, fresh });
    return { aside, ...counted };
  } catch (error) {
    await client.query(`drop database if exists ${quoted(fresh)}`);
    throw error;
  }
}

interface Like {
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  readonly owner: string;
  /** By whom texts are sorted: `c` the system, `i` ICU, `b` PostgreSQL itself; null before version 15. */
  readonly provider: string | null;
  readonly locale: string | null;
}

function providerOf({ provider, locale }: Like, literal: (text: string) => string): string {
  if (locale === null || (provider !== "i" && provider !== "b")) return "";
  const name = provider === "i" ? "icu" : "builtin";
  return `locale_provider ${name} ${name}_locale ${literal(locale)}`;
}

/** With its encoding, owner, settings and rights: none of them is in the backup. */
async function createLike(client: pg.Client, present: string, fresh: string): Promise<void> {
  const { rows } = await client.query<Like>(
    `select pg_encoding_to_char(encoding) as encoding, datcollate as collate, datctype as ctype,
       quote_ident(pg_get_userbyid(datdba)) as owner, to_jsonb(d) ->> 'datlocprovider' as provider,
       coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale
     from pg_catalog.pg_database d where datname = $1`,
    [present],
  );
  const [like] = rows;
  if (like === undefined) {
    throw new UsageError(`The server has no database ${present}.`, { cure: "Check the URL." });
  }
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  try {
    await client.query(
      `create database ${quoted(fresh)} template template0 owner ${like.owner} encoding ${literal(like.encoding)}
       lc_collate ${literal(like.collate)} lc_ctype ${literal(like.ctype)} ${providerOf(like, literal)}`,
    );
    for (const statement of await settingsOf(client, present, fresh)) await client.query(statement);
  } catch (error) {
    await client.query(`drop database if exists ${quoted(fresh)}`);
    throw refused(error, present);
  }
}

async function settingsOf(client: pg.Client, present: string, fresh: string): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter %s in database %I set %s = %L', 'role ' || quote_ident(pg_get_userbyid(s.setrole)), $2::text,
         split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)) as statement
     from pg_catalog.pg_db_role_setting s join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
     where d.datname = $1 and s.setrole <> 0
     union all
     select format('alter database %I set %s = %s', $2::text, split_part(c, '=', 1),
       case when split_part(c, '=', 1) = 'search_path' then substr(c, strpos(c, '=') + 1)
            else quote_literal(substr(c, strpos(c, '=') + 1)) end)
     from pg_catalog.pg_db_role_setting s join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
     where d.datname = $1 and s.setrole = 0
     union all
     select format('revoke all on database %I from public', $2::text) from pg_catalog.pg_database
     where datname = $1 and datacl is not null
     union all
     select format('grant %s on database %I to %s', g.privilege_type, $2::text,
       case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end)
     from pg_catalog.pg_database d, aclexplode(d.datacl) g where d.datname = $1 and g.grantee <> d.datdba`,
    [present, fresh],
  );
  return rows.map(({ statement }) => statement);
}

async function checkUnused(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ sessions: number }>(
    `select count(*)::int as sessions from pg_catalog.pg_stat_activity
     where datname = $1 and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    [database],
  );
  const sessions = rows[0]?.sessions ?? 0;
  if (sessions === 0) return;
  throw new DecisionNeeded(
    `${database} is in use by ${sessions === 1 ? "another session" : `${sessions} other sessions`}.`,
    { cure: "Stop the application, then restore. Nothing was changed." },
  );
}

interface Names {
  readonly present: string;
  readonly aside: string;
  readonly fresh: string;
}

async function swap(client: pg.Client, { present, aside, fresh }: Names): Promise<void> {
  const rename = (from: string, to: string) =>
    client.query(`alter database ${quoted(from)} rename to ${quoted(to)}`);
  try {
    await rename(present, aside);
  } catch (error) {
    throw refused(error, present);
  }
  try {
    await rename(fresh, present);
  } catch (error) {
    await rename(aside, present);
    throw refused(error, present);
  }
}

const IN_USE = "55006";
const NOT_ALLOWED = "42501";

function refused(error: unknown, database: string): Error {
  const code = codeOf(error);
  if (code === NOT_ALLOWED) {
    return new DecisionNeeded(
      `The role may not put ${database} aside and make another in its place.`,
      {
        cure: "Restore as the database's owner with CREATEDB, or by hand: createdb, then pg_restore. Nothing was changed.",
      },
    );
  }
  if (code === IN_USE) {
    return new DecisionNeeded(`${database} came into use meanwhile.`, {
      cure: "Stop the application, then restore. Nothing was changed.",
    });
  }
  return serverFailure(error, database);
}
