import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { Access } from "../target-server.ts";

// May a run work on this server, as this role? Asked before anything is read or locked.

/** `pg_current_xact_id` and `pg_xact_status(xid8)` came with it. */
const OLDEST = 130_000;

interface Server {
  readonly version: number;
  readonly written: string;
  readonly standby: boolean;
  readonly readOnly: boolean;
  readonly replication: string;
  readonly encoding: string;
  /** May this role make temporary tables? */
  readonly temporary: boolean;
}

/**
 * @param name what messages call the database
 * @throws DatabaseError if no run can work there
 */
export async function examineServer(
  client: pg.Client,
  name: string,
  access: Access,
): Promise<void> {
  const { rows } = await client.query<Server>(
    `select pg_catalog.current_setting('server_version_num')::int as version,
            pg_catalog.current_setting('server_version') as written,
            pg_catalog.pg_is_in_recovery() as standby,
            pg_catalog.current_setting('transaction_read_only') = 'on' as "readOnly",
            pg_catalog.current_setting('session_replication_role') as replication,
            pg_catalog.current_setting('server_encoding') as encoding,
            pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP') as temporary`,
  );
  for (const server of rows) {
    const flaw = FLAWS.find(({ is }) => is(server, access));
    if (flaw !== undefined)
      throw new DatabaseError(`${name} ${flaw.what(server)}.`, { cure: flaw.cure });
  }
}

interface Flaw {
  readonly is: (server: Server, access: Access) => boolean;
  readonly what: (server: Server) => string;
  readonly cure: string;
}

const FLAWS: readonly Flaw[] = [
  {
    is: ({ version }) => version < OLDEST,
    what: ({ written }) => `is on PostgreSQL ${written}, which is too old`,
    cure: "Use PostgreSQL 13 or newer.",
  },
  {
    is: ({ encoding }) => encoding === "SQL_ASCII",
    what: () => "has no encoding (SQL_ASCII): what its texts are cannot be told",
    cure: "Move it to a database whose encoding is UTF8.",
  },
  {
    is: ({ standby }, access) => standby && access === "write",
    what: () => "is a standby server: nothing can be written there",
    cure: "Name the primary server.",
  },
  {
    is: ({ readOnly, standby }, access) => readOnly && !standby && access === "write",
    what: () => "is read-only for this role (default_transaction_read_only is on)",
    cure: "Use a role that may write, or have the setting reset:  ALTER ROLE ... RESET default_transaction_read_only",
  },
  {
    is: ({ temporary }, access) => !temporary && access === "write",
    what: () => "lets this role make no temporary tables, which changes are brought in",
    cure: "Have its owner grant it:  GRANT TEMPORARY ON DATABASE ... TO ...",
  },
  {
    is: ({ replication }) => replication !== "origin",
    what: ({ replication }) =>
      `is set to leave out triggers and foreign keys (session_replication_role is ${replication})`,
    cure: "Use a role without that setting:  ALTER ROLE ... RESET session_replication_role",
  },
];
