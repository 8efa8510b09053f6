import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { ServerLockHolder } from "../target-server.ts";

// A session's advisory lock: the server lets go of it with the session, whatever ends that
// (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).

const KEY = "pg_catalog.hashtextextended('hmsync:' || pg_catalog.current_database(), 0)";

/** A backend whose client was killed in the middle of a statement notices within half a second. */
const PATIENCE_MS = 3_000;
const PAUSE_MS = 100;

/** How a session says whose it is: others read it in pg_stat_activity. */
export const applicationName = (command: string): string =>
  `hmsync ${process.pid}@${hostname()} ${command}`;
const WHOSE = /^hmsync (\d+)@(\S+) (.*)$/;

/**
 * Takes the lock of a server's database for one run.
 *
 * @param name what messages call the database
 * @throws DatabaseError that names the holder
 */
export async function takeServerLock(client: pg.Client, name: string): Promise<void> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    if (await tryLock(client)) return;
    if (waited >= PATIENCE_MS) throw held(name, await serverLockHolder(client));
    await setTimeout(PAUSE_MS);
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`select pg_catalog.pg_try_advisory_lock(${KEY}) as taken`);
  return rows[0]?.taken === true;
}

/** Lets go of the lock; whoever waits for it gets it at once. */
export async function releaseServerLock(client: pg.Client): Promise<void> {
  await client.query(`select pg_catalog.pg_advisory_unlock(${KEY})`);
}

/** The session that holds the lock; undefined if there is none. */
export async function serverLockHolder(client: pg.Client): Promise<ServerLockHolder | undefined> {
  const { rows } = await client.query<Holding>(
    `select l.pid, a.usename as user, a.application_name as application,
            coalesce(a.client_hostname, pg_catalog.host(a.client_addr)) as host,
            pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
       from (select ${KEY} as key) k
       join pg_catalog.pg_locks l on l.classid::bigint = (k.key >> 32) & 4294967295
                                 and l.objid::bigint = k.key & 4294967295
       left join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
        and l.database = (select oid from pg_catalog.pg_database
                           where datname = pg_catalog.current_database())`,
  );
  return rows[0] === undefined ? undefined : holderOf(rows[0]);
}

interface Holding {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly host: string | null;
  readonly since: string | null;
}

/** A role that may not see what others do is told the number of the backend and the user alone. */
function holderOf({ pid, user, application, host, since }: Holding): ServerLockHolder {
  const [, process, machine, command] = WHOSE.exec(application ?? "") ?? [];
  return {
    pid: Number(process ?? pid),
    host: machine ?? host ?? "",
    user: user ?? "",
    since: since ?? "",
    command: command ?? "another run",
  };
}

function held(name: string, holder: ServerLockHolder | undefined): DatabaseError {
  const { pid, host, user, since, command } = holder ?? NOBODY;
  const where = host === hostname() || host === "" ? "" : ` on ${host}`;
  const when = since === "" ? "" : ` since ${since}`;
  const by = user === "" ? "" : `, as ${user}`;
  return new DatabaseError(
    `${name} is in use: ${command} has been running${when} (process ${pid}${where}${by}).`,
    { cure: "Wait until it is done, or stop it." },
  );
}

/** It has let go just now. */
const NOBODY: ServerLockHolder = { pid: 0, host: "", user: "", since: "", command: "another run" };
