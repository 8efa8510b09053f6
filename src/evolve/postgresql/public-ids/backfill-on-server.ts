import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { derivePublicId, newPublicId, type PublicIdEntity } from "../../../../shared/public-id.ts";
import { isTargetId } from "../../../../shared/target-id.ts";
import { codeOf } from "../../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../../db/postgresql/server-failure.ts";
import type { Fail } from "../../../plain/failpoint.ts";
import {
  type Backfilled,
  type BackfillProgress,
  type BackfillResult,
  passUntilNone,
  REST,
  TRIES,
} from "../../public-ids/backfill.ts";
import {
  countRow,
  nothingCounted,
  type PublicIdCounts,
} from "../../public-ids/count-public-ids.ts";
import type { ServerPublicIdTable } from "./find-public-id-tables.ts";

/** What to give public ids to, and how. */
export interface ServerBackfill {
  readonly tables: readonly ServerPublicIdTable[];
  /** `look`: count only. */
  readonly mode: "write" | "look";
  /** Rows of a transaction. */
  readonly batchSize: number;
  /** Asks to stop after the batch at hand. */
  readonly signal: AbortSignal;
  /** Called after each commit. */
  onProgress?(progress: BackfillProgress): void;
  readonly fail?: Fail | undefined;
}

/** Rows that are read at a time. */
const PAGE = 10_000;
const DUPLICATE = "23505";

/**
 * Gives public ids to rows that have none; whatever stands in the column stays. Each batch is a short transaction of
 * its own that locks only its own rows, and touches nothing but empty cells: the application may write meanwhile, and
 * a backfill that was stopped or killed is simply run again.
 *
 * @throws DatabaseError; the batches before it are committed
 */
export async function backfillOnServer(
  client: pg.Client,
  request: ServerBackfill,
): Promise<BackfillResult> {
  const tables: Backfilled[] = [];
  try {
    for (const table of request.tables) tables.push(await fillTable(client, table, request));
  } catch (error) {
    throw serverFailure(error, "The backfill of public ids");
  }
  return { tables, interrupted: request.signal.aborted };
}

async function fillTable(
  client: pg.Client,
  table: ServerPublicIdTable,
  request: ServerBackfill,
): Promise<Backfilled> {
  const before = await countOnServer(client, table);
  const missing = before.missingImported + before.missingOwn;
  const filler = new Filler(client, table, { ...request, missing });
  const writes = request.mode === "write" && missing > 0 && !request.signal.aborted;
  if (writes) await filler.fillAll();
  const after = writes ? await countOnServer(client, table) : before;
  return { entity: table.entity, before, after, ...filler.counts() };
}

/** Counts the public ids of a table by their kinds, page by page; others may write meanwhile. */
export async function countOnServer(
  client: pg.Client,
  { entity, written, key, keyType }: ServerPublicIdTable,
): Promise<PublicIdCounts> {
  const found = nothingCounted();
  let last: string | null = null;
  for (;;) {
    const page: pg.QueryResult<Called> = await client.query<Called>(
      `select ${key}::text as id, public_id::text as "publicId" from ${written}
       where $1::text is null or ${key} > $1::text::${keyType} order by ${key} limit ${PAGE}`,
      [last],
    );
    for (const row of page.rows) countRow(found, entity, row);
    if (page.rows.length < PAGE) return found;
    last = page.rows.at(-1)?.id ?? null;
  }
}

interface Called {
  readonly id: string;
  readonly publicId: string | null;
}

type Filling = ServerBackfill & { readonly missing: number };

/** Fills one table. */
class Filler {
  readonly #client: pg.Client;
  readonly #table: ServerPublicIdTable;
  readonly #request: Filling;
  #derived = 0;
  #made = 0;
  #clashes = 0;

  constructor(client: pg.Client, table: ServerPublicIdTable, request: Filling) {
    this.#client = client;
    this.#table = table;
    this.#request = request;
  }

  counts() {
    return { derived: this.#derived, made: this.#made, clashes: this.#clashes };
  }

  fillAll(): Promise<void> {
    return passUntilNone(
      () => this.#pass(),
      () => this.#derived + this.#made,
      this.#request.signal,
    );
  }

  async #pass(): Promise<void> {
    const { signal, onProgress, missing, fail } = this.#request;
    let last: string | null = null;
    while (!signal.aborted) {
      const started = performance.now();
      await this.#client.query("begin");
      const ids = await this.#lockNext(last);
      const counts = ids.length === 0 ? undefined : await this.#fill(ids);
      if (counts !== undefined) fail?.("before-commit");
      await this.#client.query("commit");
      if (counts === undefined) return;
      last = ids.at(-1) ?? last;
      this.#derived += counts.derived;
      this.#made += counts.made;
      fail?.("after-commit");
      const { entity } = this.#table;
      onProgress?.({ entity, filled: this.#derived + this.#made, missing });
      await wait(Math.ceil((performance.now() - started) * REST));
    }
  }

  /** Rows that a transaction of the application holds are left for the next pass. */
  async #lockNext(last: string | null): Promise<string[]> {
    const { written, key, keyType } = this.#table;
    const { rows } = await this.#client.query<{ id: string }>(
      `select ${key}::text as id from ${written}
       where public_id is null and ($1::text is null or ${key} > $1::text::${keyType})
       order by ${key} limit $2 for no key update skip locked`,
      [last, this.#request.batchSize],
    );
    return rows.map(({ id }) => id);
  }

  /** All at once; where one of the ids is in use already, row by row. */
  async #fill(ids: readonly string[]): Promise<{ derived: number; made: number }> {
    await this.#client.query("savepoint hmsync_batch");
    try {
      return await this.#update(ids, 0);
    } catch (error) {
      if (codeOf(error) !== DUPLICATE) throw error;
      await this.#client.query("rollback to savepoint hmsync_batch");
    }
    const counts = { derived: 0, made: 0 };
    for (const id of ids) {
      const { derived, made } = await this.#fillOne(id);
      counts.derived += derived;
      counts.made += made;
    }
    return counts;
  }

  async #fillOne(id: string): Promise<{ derived: number; made: number }> {
    for (let attempt = 0; ; attempt++) {
      await this.#client.query("savepoint hmsync_row");
      try {
        return await this.#update([id], attempt);
      } catch (error) {
        if (codeOf(error) !== DUPLICATE || attempt === TRIES) throw error;
        await this.#client.query("rollback to savepoint hmsync_row");
        this.#clashes++;
      }
    }
  }

  async #update(ids: readonly string[], attempt: number) {
    const { written, key, keyType, entity } = this.#table;
    const publicIds = ids.map((id) => publicIdFor(entity, id, attempt));
    const { rows } = await this.#client.query<{ id: string }>(
      `update ${written} t set public_id = v.called
       from unnest($1::text[], $2::text[]) v (id, called)
       where t.${key} = v.id::${keyType} and t.public_id is null returning v.id`,
      [ids, publicIds],
    );
    const derived = rows.filter(({ id }) => isTargetId(id)).length;
    return { derived, made: rows.length - derived };
  }
}

const publicIdFor = (entity: PublicIdEntity, id: string, attempt: number): string =>
  isTargetId(id) ? derivePublicId(entity, id, attempt) : newPublicId(entity);
