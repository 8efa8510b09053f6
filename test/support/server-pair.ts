import { finished } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Database, DbValue } from "../../src/db/database.ts";
import { quoteName } from "../../src/db/names.ts";
import { pairTables } from "../../src/db/postgresql/pair-tables.ts";
import { encoderFor } from "../../src/db/postgresql/row-encoder.ts";
import { tableSql } from "../../src/db/postgresql/table-sql.ts";
import { openTemporary } from "../../src/db/sqlite/open.ts";
import type { PairedTable } from "../../src/db/target-server.ts";

/** How a shadow keeps a type. */
const KEPT: readonly (readonly [type: RegExp, kept: string])[] = [
  [/^(?:bool|smallint|int|bigint)/, "integer"],
  [/^(?:real|float|double)/, "real"],
  [/^bytea/, "blob"],
];

export const keptAs = (type: string): string =>
  KEPT.find(([pattern]) => pattern.test(type))?.[1] ?? "text";

/** A table with a key and a column `c0`, `c1` ... for each type, on the server and in a shadow. */
export async function tableOf(
  client: pg.Client,
  table: string,
  types: readonly string[],
): Promise<{ readonly shadow: Database; readonly pair: PairedTable }> {
  const columns = types.map((type, nth) => `c${nth} ${type}`);
  await client.query(`drop table if exists ${pg.escapeIdentifier(table)}`);
  await client.query(
    `create table ${pg.escapeIdentifier(table)} (${["id bigint primary key", ...columns].join(", ")})`,
  );
  const shadow = openTemporary("shadow");
  const kept = types.map((type, nth) => `c${nth} ${keptAs(type)}`);
  shadow.exec(
    `create table ${quoteName(table)} (${["id integer primary key", ...kept].join(", ")})`,
  );
  return { shadow, pair: await paired(client, shadow, table) };
}

export async function paired(client: pg.Client, shadow: Database, name: string) {
  const [pair] = await pairTables(client, shadow, [{ name }]);
  if (pair === undefined) throw new TypeError("What is paired is given back.");
  return pair;
}

/** Writes rows with COPY, and gives their digest. */
export async function copyIn(client: pg.Client, pair: PairedTable, rows: readonly DbValue[][]) {
  const encoder = encoderFor(pair);
  for (const row of rows) encoder.add(row);
  const copy = client.query(
    copyFrom(`copy ${tableSql(pair)} (${encoder.columns}) from stdin (format binary)`),
  );
  copy.end(encoder.end());
  await finished(copy);
  return encoder.digest();
}

/** What a shadow holds, as an encoder takes it. */
export const shadowRows = (shadow: Database, pair: PairedTable): DbValue[][] =>
  shadow
    .prepare(`select ${encoderFor(pair).shadowColumns} from ${quoteName(pair.name)} order by id`)
    .all([]);
