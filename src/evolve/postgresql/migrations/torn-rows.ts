import type pg from "pg";

/** A column of a table whose rows have no key. */
export interface KeptColumn {
  /** Its place in the notes of `noteRows`. */
  readonly at: number;
  /** SQL of the number of a value that is there now. */
  readonly hash: string;
}

/** The notes, and the table as it is now, as SQL takes them. */
export interface NotedTable {
  readonly notes: string;
  readonly now: string;
}

/** Columns that have all their values still, and the rows that have not. */
export interface TornRows<Column> {
  readonly columns: readonly Column[];
  readonly rows: number;
}

/**
 * Rows whose values are all there, but no longer beside each other. Where rows have no key, each column by itself shows
 * nothing of it: an `update` that gives the fee of one row to another leaves the same fees.
 */
export async function findTornRows<Column extends KeptColumn>(
  client: pg.Client,
  table: NotedTable,
  columns: readonly Column[],
): Promise<TornRows<Column>> {
  const lacking = (some: readonly Column[]) => countLacking(client, table, some);
  const steady: Column[] = [];
  // A column whose nulls were filled says nothing of which row is which; one that lost values is told by itself.
  for (const column of columns) if ((await lacking([column])) === 0) steady.push(column);
  const rows = steady.length < 2 ? 0 : await lacking(steady);
  if (rows === 0) return { columns: [], rows };
  const moved: Column[] = [];
  for (const column of steady)
    if ((await lacking(steady.filter((one) => one !== column))) === 0) moved.push(column);
  return { columns: moved.length > 0 ? moved : steady, rows };
}

async function countLacking(
  client: pg.Client,
  { notes, now }: NotedTable,
  columns: readonly KeptColumn[],
): Promise<number> {
  const before = columns.map(({ at }) => `h[${at}]`).join(", ");
  const after = columns.map(({ hash }) => hash).join(", ");
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::float8 as n from (select ${before} from ${notes} except all select ${after} from only ${now}) g`,
  );
  return rows[0]?.n ?? 0;
}
