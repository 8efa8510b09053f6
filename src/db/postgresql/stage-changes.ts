import pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { PairedTable } from "../target-server.ts";
import { type ChangedTable, differs, sameKey } from "./changed-table.ts";
import { type Copying, copyRows } from "./copy-rows.ts";
import { tableSql } from "./table-sql.ts";

// What is to be changed is brought to the server in temporary tables, which end with the transaction, and is compared
// there with what stands: another session may have written since the rows were mirrored.

/** Brings what the rows that are changed held, and what they are to hold. */
export async function stageChanges(client: pg.Client, table: ChangedTable): Promise<void> {
  const { pair, log, counts } = table;
  if (counts.updated + counts.deleted === 0) return;
  await stage(client, { into: table.former, pair, rows: (list) => log.former(list) });
  if (counts.updated === 0) return;
  const { digest } = await stage(client, {
    into: table.updated,
    pair,
    rows: (list) => log.updated(list),
  });
  table.updatedDigest = digest;
}

/** Brings the keys of rows that are inserted among others, so that they can be found again. */
export async function stageKeys(client: pg.Client, table: ChangedTable): Promise<void> {
  const { pair, log } = table;
  const columns = pair.columns.filter(({ name }) => pair.key.includes(name));
  await stage(client, {
    into: table.inserted,
    pair: { ...pair, columns },
    rows: (list) => log.inserted(list),
  });
}

async function stage(client: pg.Client, copying: Copying) {
  const { into, pair } = copying;
  const columns = pair.columns.map(({ name }) => pg.escapeIdentifier(name)).join(", ");
  await client.query(
    `create temporary table ${into} on commit drop as
       select ${columns} from ${tableSql(pair)} with no data`,
  );
  const copied = await copyRows(client, copying);
  await client.query(`analyze ${into}`);
  return copied;
}

/**
 * Checks that every row that is to be changed is what was mirrored.
 *
 * @throws ChangedMeanwhile otherwise
 */
export async function checkUntouched(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<void> {
  const flaws: Touched[] = [];
  for (const table of tables) {
    const { counts, pair, title } = table;
    if (counts.updated + counts.deleted === 0) continue;
    const rows = await countTouched(client, table, pair);
    if (rows > 0) flaws.push({ table: title, rows });
  }
  if (flaws.length > 0) throw new ChangedMeanwhile(flaws);
}

async function countTouched(client: pg.Client, table: ChangedTable, pair: PairedTable) {
  const [first = ""] = pair.key;
  const others = pair.columns.map((column) => differs(column, "t", "f")).join(" or ");
  const { rows } = await client.query<{ touched: string }>(
    `select pg_catalog.count(*) as touched from ${table.former} f
       left join ${table.target} t on ${sameKey(table, "t", "f")}
      where t.${pg.escapeIdentifier(first)} is null or ${others}`,
  );
  return Number(rows[0]?.touched);
}

interface Touched {
  readonly table: string;
  readonly rows: number;
}

/** Somebody else has changed rows that the run decided on. */
export class ChangedMeanwhile extends DatabaseError {
  readonly tables: readonly Touched[];

  constructor(tables: readonly Touched[]) {
    super(
      [
        "Rows that this run changes were changed by somebody else since it began. Nothing was written.",
        ...tables.map(({ table, rows }) => `  ${table}: ${rows} rows`),
      ],
      { cure: "Run again: it will work on the rows as they are now." },
    );
    this.tables = tables;
  }
}
