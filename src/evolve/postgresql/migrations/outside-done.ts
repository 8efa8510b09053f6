import type pg from "pg";
import { beginningOf } from "./kinds-of-statements.ts";
import type { Statement } from "./read-statements.ts";

const PART = `(?:"(?:[^"]|"")+"|[^\\s".(;]+)`;
const NAME = `(${PART}(?: \\. ${PART})?)`;
const CREATES_INDEX = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX CONCURRENTLY (?:IF NOT EXISTS )?${NAME} ON (?:ONLY )?${NAME}`,
);
const DROPS_INDEX = new RegExp(
  `^DROP INDEX CONCURRENTLY (?:IF EXISTS )?${NAME}(?: (?:CASCADE|RESTRICT))?$`,
);
const ADDS_VALUE = new RegExp(`^ALTER TYPE ${NAME} ADD VALUE (?:IF NOT EXISTS )?('(?:[^']|'')*')`);
const DETACHES = new RegExp(
  `^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?${NAME} DETACH PARTITION ${NAME} CONCURRENTLY$`,
);

/**
 * Whether a statement that stands in no transaction was done by a run that died before it could say so. What such a
 * run left half-made is taken away, so that the statement can be run again.
 */
export async function wasDone(client: pg.Client, statement: Statement): Promise<boolean> {
  const beginning = beginningOf(statement);
  const [, index, table] = CREATES_INDEX.exec(beginning) ?? [];
  if (index !== undefined && table !== undefined) return indexIsMade(client, index, table);
  const [, dropped] = DROPS_INDEX.exec(beginning) ?? [];
  if (dropped !== undefined) return !(await isThere(client, asName(dropped)));
  const [, type, value] = ADDS_VALUE.exec(beginning) ?? [];
  if (type !== undefined && value !== undefined) return hasValue(client, type, value);
  const [, , part] = DETACHES.exec(beginning) ?? [];
  return part === undefined ? false : isDetached(client, asName(part));
}

/** As it was written, but for the letter case of words, which the server folds anyway. */
const asName = (written: string): string => written.replaceAll(" . ", ".");

async function isThere(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select pg_catalog.to_regclass($1) is not null as there",
    [name],
  );
  return rows[0]?.there === true;
}

async function indexIsMade(client: pg.Client, index: string, table: string): Promise<boolean> {
  const schema = / \. /.test(table) && !/ \. /.test(index) ? `${table.split(" . ")[0]}.` : "";
  const name = `${schema}${asName(index)}`;
  const { rows } = await client.query<{ valid: boolean; written: string }>(
    `select i.indisvalid as valid, i.indexrelid::regclass::text as written
     from pg_catalog.pg_index i where i.indexrelid = pg_catalog.to_regclass($1)`,
    [name],
  );
  const [found] = rows;
  if (found?.valid === false) await client.query(`drop index concurrently ${found.written}`);
  return found?.valid === true;
}

async function hasValue(client: pg.Client, type: string, value: string): Promise<boolean> {
  const label = value.slice(1, -1).replaceAll("''", "'");
  const { rowCount } = await client.query(
    "select from pg_catalog.pg_enum where enumtypid = pg_catalog.to_regtype($1) and enumlabel = $2",
    [asName(type), label],
  );
  return rowCount === 1;
}

/** A partition that was left half detached is detached for good. */
async function isDetached(client: pg.Client, part: string): Promise<boolean> {
  const { rows } = await client.query<{ pending: boolean; parent: string; written: string }>(
    `select i.inhdetachpending as pending, i.inhparent::regclass::text as parent, i.inhrelid::regclass::text as written
     from pg_catalog.pg_inherits i where i.inhrelid = pg_catalog.to_regclass($1)`,
    [part],
  );
  const [found] = rows;
  if (found === undefined) return isThere(client, part);
  if (!found.pending) return false;
  await client.query(`alter table ${found.parent} detach partition ${found.written} finalize`);
  return true;
}
