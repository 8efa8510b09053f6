import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import { type Location, titleOf } from "../connecting/location.ts";
import type { Database, Connection as ShadowConnection } from "../database.ts";
import { ChangeLog } from "../sqlite/change-log.ts";
import type {
  PairedTable,
  Published,
  ServerLockHolder,
  TargetServer,
  TargetServerOpening,
} from "../target-server.ts";
import { connect } from "./connect.ts";
import type { Connection } from "./connection.ts";
import { examineServer } from "./examine.ts";
import { examineTables, tableRights } from "./examine-tables.ts";
import { mirror } from "./mirror.ts";
import { pairTables } from "./pair-tables.ts";
import { refuseSharedSessions } from "./pooler.ts";
import { namesOf, prepareCommit } from "./publish.ts";
import {
  applicationName,
  releaseServerLock,
  serverLockHolder,
  takeServerLock,
} from "./run-lock.ts";
import { ServerFailure, serverFailure } from "./server-failure.ts";
import { setUpSession } from "./session-settings.ts";
import { OutcomeUnknown, type Settled, settleCommit, type Unsettled } from "./settle.ts";

/**
 * Connects to the server of a target, and checks that a run can work there; one that is to write is alone from now on.
 *
 * @throws PasswordNeeded, SourceError if it cannot be connected to; DatabaseError if it cannot be worked on, or another
 * run is at work
 */
export async function openTargetServer(
  location: Location,
  opening: TargetServerOpening,
): Promise<TargetServer> {
  const name = titleOf(location);
  const connection = await connect(location, opening);
  try {
    const { client } = connection;
    await setUp(client, name, { location, opening });
    const writes = opening.access === "write";
    if (writes) await takeServerLock(client, name);
    const holder = writes ? undefined : await serverLockHolder(client);
    return new PostgresqlTarget({ name, location, opening, holder }, connection);
  } catch (error) {
    await connection.close();
    throw serverFailure(error, name, opening.signal);
  }
}

interface Opened {
  readonly location: Location;
  readonly opening: TargetServerOpening;
}

async function setUp(
  client: pg.Client,
  name: string,
  { location, opening }: Opened,
): Promise<void> {
  await setUpSession(client, applicationName(opening.command), opening.lockTimeoutMs);
  await examineServer(client, name, opening.access);
  await refuseSharedSessions(client, name, async () => (await connect(location, opening)).client);
}

/** Failures that may pass are tried again so often. */
const TRIES = 5;
const PAUSE_MS = 50;
/** How often, and how long after another, a server that has gone is looked for. */
const RECONNECTS = 60;
const RECONNECT_MS = 1_000;

class PostgresqlTarget implements TargetServer {
  readonly name: string;
  readonly holder: ServerLockHolder | undefined;
  readonly #opened: Opened;
  #connection: Connection;
  #pairs: readonly PairedTable[] | undefined;
  /** As SQL takes them. */
  #forced: readonly string[] = [];
  readonly #logs = new WeakMap<ShadowConnection, ChangeLog>();

  constructor(
    { name, holder, ...opened }: Opened & Pick<TargetServer, "name" | "holder">,
    connection: Connection,
  ) {
    this.name = name;
    this.holder = holder;
    this.#opened = opened;
    this.#connection = connection;
  }

  get #client(): pg.Client {
    return this.#connection.client;
  }

  async mirror(shadow: Database): Promise<void> {
    const { tables, access, liftForceRls, signal } = this.#opened.opening;
    await this.#telling(async () => {
      const pairs = await pairTables(this.#client, shadow, tables);
      const rights = await tableRights(this.#client, pairs);
      const forced = examineTables(rights, { name: this.name, access, liftForceRls });
      this.#pairs = pairs;
      this.#forced = namesOf(forced);
      const options = { server: this.name, pairs, signal, forced: this.#forced };
      await mirror(this.#client, shadow, options);
    });
  }

  watch(shadow: ShadowConnection): void {
    const pairs = this.#pairs ?? [];
    const watched = pairs.map(({ name, key, columns }) => ({
      name,
      key,
      columns: columns.map((column) => column.name),
    }));
    this.#logs.set(shadow, new ChangeLog(shadow, watched));
  }

  async publish(shadow: ShadowConnection): Promise<Published> {
    const log = this.#logs.get(shadow);
    if (log === undefined || this.#pairs === undefined) throw notWatched(this.name);
    if (log.changes().length === 0) return { tables: [], transaction: "" };
    const published = await this.#publish(log, this.#pairs);
    log.settle();
    return published;
  }

  async #publish(log: ChangeLog, pairs: readonly PairedTable[]): Promise<Published> {
    const { fail, lateFrom } = this.#opened.opening;
    const publishing = { changes: log.changes(), pairs, forced: this.#forced, lateFrom, fail };
    for (let tries = 1; ; tries++) {
      try {
        const prepared = await prepareCommit(this.#client, publishing);
        fail?.("publish-before-commit");
        const settled = await this.#commit(prepared);
        fail?.("publish-committed");
        if (settled === "committed") return prepared;
        if (tries === TRIES) throw notCommitted(this.name);
      } catch (error) {
        // A connection that is gone has nothing to roll back, and what ended it is told.
        await this.#client.query("rollback").catch(() => undefined);
        const told = serverFailure(error, this.name, this.#opened.opening.signal);
        if (!(told instanceof ServerFailure) || !told.mayPass || tries === TRIES) throw told;
        await setTimeout(PAUSE_MS * tries);
      }
    }
  }

  async #commit(prepared: Published): Promise<Settled> {
    const backend = (this.#client as pg.Client & { processID: number }).processID;
    try {
      const committing = this.#client.query("commit");
      this.#opened.opening.fail?.("publish-committing");
      const { command } = await committing;
      if (command !== "COMMIT") throw notCommitted(this.name);
      return "committed";
    } catch (error) {
      const told = serverFailure(error, this.name);
      if (!(told instanceof ServerFailure) || !told.isGone) throw told;
      return await this.#settle({ transaction: prepared.transaction, backend, name: this.name });
    }
  }

  /** The answer to COMMIT was lost: the server is asked for it, and the run is alone again. */
  async #settle(unsettled: Unsettled): Promise<Settled> {
    await this.#connection.close().catch(() => undefined);
    this.#connection = await this.#reconnect(unsettled);
    const settled = await settleCommit(this.#client, unsettled);
    await setUp(this.#client, this.name, this.#opened);
    await takeServerLock(this.#client, this.name);
    return settled;
  }

  async #reconnect(unsettled: Unsettled): Promise<Connection> {
    const { location, opening } = this.#opened;
    for (let tries = 1; ; tries++) {
      try {
        return await connect(location, opening);
      } catch (error) {
        if (tries === RECONNECTS || opening.signal?.aborted)
          throw new OutcomeUnknown(unsettled, { cause: error });
        await setTimeout(RECONNECT_MS);
      }
    }
  }

  async close(): Promise<void> {
    try {
      if (this.#opened.opening.access === "write") await releaseServerLock(this.#client);
    } catch (error) {
      // With the connection the lock has gone.
      const told = serverFailure(error, this.name);
      if (!(told instanceof ServerFailure) || !told.isGone) throw told;
    } finally {
      await this.#connection.close();
    }
  }

  async #telling<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw serverFailure(error, this.name, this.#opened.opening.signal);
    }
  }
}

const notCommitted = (name: string): DatabaseError =>
  new DatabaseError(`${name} did not commit what was to be written. Nothing of it is there.`, {
    cure: "Run again.",
  });

const notWatched = (name: string): DatabaseError =>
  new DatabaseError(`The shadow of ${name} is not watched.`, { cure: "Please report it." });
