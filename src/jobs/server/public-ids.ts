import type { PublicIdEntity } from "../../../shared/public-id.ts";
import { backfillOnServer } from "../../evolve/postgresql/public-ids/backfill-on-server.ts";
import {
  findPublicIdTables,
  type ServerPublicIdTable,
} from "../../evolve/postgresql/public-ids/find-public-id-tables.ts";
import type { BackfillProgress, BackfillResult } from "../../evolve/public-ids/backfill.ts";
import { UsageError } from "../../plain/errors.ts";
import type { Fail } from "../../plain/failpoint.ts";
import type { Listener } from "../listener.ts";
import { onServer, type ServerOptions } from "./on-server.ts";

export interface PublicIdOptions extends ServerOptions {
  readonly mode: "write" | "look";
  /** Entities; all unless said. */
  readonly only?: readonly string[] | undefined;
  /** Rows of a transaction. */
  readonly batchSize: number;
  /** Asks to stop after the batch at hand. */
  readonly signal: AbortSignal;
  readonly failAt?: Fail | undefined;
}

const WHY = {
  "no entity": "its name is that of no entity with public ids",
  "no single key": "it has no primary key of one column",
} as const;

/**
 * Counts the public ids of a server's tables, and gives one to each row that lacks it, while the application runs.
 *
 * @throws DecisionNeeded if nothing keeps two rows from having the same, UsageError if there is no such table
 */
export async function publicIdsOnServer(
  options: PublicIdOptions,
  { note, progress }: Listener<BackfillProgress> = {},
): Promise<BackfillResult> {
  const { mode, signal, batchSize, failAt: fail } = options;
  // Two runs at once do no harm, but each would see the other's rows as locked. The signal stops between batches.
  return onServer({ ...options, signal: undefined }, mode, async ({ client, title }) => {
    note?.(`Database ${title}`);
    const { tables, unfilled } = await findPublicIdTables(client);
    for (const { table, why } of unfilled) note?.(`${table} is left as it is: ${WHY[why]}.`);
    const chosen = chosenOf(tables, options.only, title);
    const request = { tables: chosen, mode, batchSize, signal, fail };
    return backfillOnServer(client, {
      ...request,
      onProgress: (one) => progress?.(one),
    });
  });
}

function chosenOf(
  tables: readonly ServerPublicIdTable[],
  only: readonly string[] | undefined,
  title: string,
): readonly ServerPublicIdTable[] {
  const known = [...new Set(tables.map(({ entity }): PublicIdEntity => entity))];
  if (known.length === 0) {
    throw new UsageError(`${title} has no table with a column public_id of an entity.`, {
      cure: "Add the column first:  hmsync db:migrate, or db:push",
    });
  }
  const strange = only?.find((name) => !(known as string[]).includes(name));
  if (strange === undefined) return tables.filter(({ entity }) => only?.includes(entity) ?? true);
  throw new UsageError(`--only names "${strange}", of which there is no table with public ids.`, {
    cure: `Tables with public ids are of: ${known.join(", ")}.`,
  });
}
