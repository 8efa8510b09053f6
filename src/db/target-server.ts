import type { Fail } from "../plain/failpoint.ts";
import type { Connection, Database } from "./database.ts";

// A database on a server as the target: an import is decided on a local shadow of it, and published.

/** A table that stands on the server and in the shadow, under one name; its columns that both have. */
export interface PairedTable {
  /** On the server. */
  readonly schema: string;
  /** SQL name on both sides. */
  readonly name: string;
  /** The columns of the primary key, in its order: never none. */
  readonly key: readonly string[];
  readonly columns: readonly PairedColumn[];
}

/** A column of both sides. */
export interface PairedColumn {
  readonly name: string;
  /** The server's name of the type, without its modifier: `uuid`, `timestamptz`, `numeric`; of an enum `enum`, of a domain that of its base. */
  readonly type: ServerType;
  /** As the server writes the type, modifier and all: `numeric(10,2)`, `hms.visit_status`. */
  readonly written: string;
  /** How the shadow keeps it. */
  readonly kept: Kept;
  /** The number of the type in the server's catalog, a domain's own: a row's digest has it. */
  readonly typeId: number;
  /** Of an enum: its values. */
  readonly labels?: readonly string[];
  /** What the modifier of the type allows: nothing where it has none. */
  readonly limits?: Limits;
}

/** As SQLite calls the affinity of a column. */
export type Kept = "text" | "integer" | "real" | "blob";

/** `varchar(length)`, `bpchar(length)`; `numeric(precision, scale)`; `time(decimals)` and the like. */
export interface Limits {
  /** In characters. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Of a second, if they are not all six. */
  readonly decimals?: number;
}

/** A table as a schema declares it; without a name of a schema it is looked for along the server's search path. */
export interface DeclaredName {
  readonly schema?: string | undefined;
  readonly name: string;
}

/** Types whose values pass between server and shadow without loss; a column of any other is refused by name. */
export type ServerType =
  | "uuid"
  | "text"
  | "varchar"
  | "bpchar"
  | "enum"
  | "bool"
  | "int2"
  | "int4"
  | "int8"
  | "float4"
  | "float8"
  | "numeric"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "json"
  | "jsonb"
  | "bytea";

/** What a run may do to the server. */
export type Access = "look" | "write";

/** With what a target's server is opened: `openTargetServer(location, opening)` of an engine. */
export interface TargetServerOpening {
  /** The tables of the target and of the ledger. */
  readonly tables: readonly DeclaredName[];
  readonly password?: string | undefined;
  /** Until it answers, if its URL says nothing else. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What others are told that is at work: `import`. */
  readonly command: string;
  /** Whoever writes is alone. */
  readonly access: Access;
  /** Whether FORCE ROW LEVEL SECURITY of the role's own tables is lifted inside each transaction. */
  readonly liftForceRls: boolean;
  /** How long another session's lock is waited for; half a minute if nothing is said. */
  readonly lockTimeoutMs?: number | undefined;
  /** So many rows must come into an empty table for its keys to be put aside meanwhile; the engine knows how many pay. */
  readonly lateFrom?: number | undefined;
  readonly fail?: Fail | undefined;
}

/** Rows of one table that differ from what the server was last known to hold. */
export interface TableChanges {
  readonly table: string;
  /** How many of each there are. */
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What a publish wrote, found again by reading it back. */
export interface Published {
  readonly tables: readonly TableChanges[];
  /** The transaction's id (`pg_current_xact_id`), by which a lost COMMIT is settled. */
  readonly transaction: string;
}

/** Who is at work on a server's database. */
export interface ServerLockHolder {
  /** Of the process, or, where the server does not tell that, of its backend. */
  readonly pid: number;
  /** Empty where the server does not tell it; so are the others. */
  readonly host: string;
  /** The role it works as. */
  readonly user: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
}

/** A server's database that a run works for: locked by it, mirrored for it, written by it. */
export interface TargetServer {
  /** What messages call it: `hms on db.example.org`. */
  readonly name: string;
  /** Whoever else is at work, as it was when this was opened to look; a run that is to write is alone. */
  readonly holder: ServerLockHolder | undefined;
  /** Fills the shadow with what the server holds, in one snapshot. */
  mirror(shadow: Database): Promise<void>;
  /**
   * From now on, what this connection to the mirrored shadow changes is known. All that others changed there was
   * published before.
   */
  watch(shadow: Connection): void;
  /**
   * Writes what has changed in the shadow since the last time, in one transaction that is committed only if what
   * is read back is what was to be written. Called before the shadow's own commit, within its transaction or
   * outside of one; the connection is watched.
   */
  publish(shadow: Connection): Promise<Published>;
  /** Lets go of the lock, and ends the connection. */
  close(): Promise<void>;
}
