import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { countOf, RECORDS, ROWS, STEPS, type Step } from "./ledger-tables.ts";
import { shapeOf } from "./shape.ts";

/**
 * Gives records other numbers whose own numbers the application has given to new rows since: a table that counts its
 * rows gives the number of its last row again when that is gone. What leads back to the record leads to the new number.
 */
export function renumberTaken(db: Database, { step, table, columns }: Step): void {
  const [key, more] = shapeOf(db, table).keys;
  if (key === undefined || more !== undefined) return;
  const [name, own] = [`main.${quoteName(table)}`, quoteName(key)];
  const taken = db
    .prepare(
      `select r.id, r.own_id, r.person_id from ${RECORDS} r join ${name} t on t.${own} = r.own_id
       where r.step = ? and r.own_id <> r.person_id order by r.id`,
    )
    .all([step]);
  if (taken.length === 0) return;
  const place = columns.findIndex((column) => sameName(column, key));
  const free = `select max(n) + 1 from (select max(${own}) as n from ${name}
    union all select max(cast(own_id as integer)) from ${RECORDS} where step = ?)`;
  const since = `select coalesce(max(step), 0) from ${STEPS} where kind = 'records' and step < ?`;
  for (const [id = null, before = null, person = null] of taken) {
    const number = countOf(db, free, [step]);
    db.prepare(
      `update ${RECORDS} set own_id = cast(? as text), own_row = json_set(own_row, '$[${place}]', ?) where id = ?`,
    ).run([BigInt(number), BigInt(number), id]);
    db.prepare(
      `update ${ROWS} set from_id = case typeof(from_id) when 'text' then cast(? as text) else ? end
       where step < ? and step > (${since}) and cast(from_id as text) = ? and cast(to_id as text) = ?`,
    ).run([BigInt(number), BigInt(number), step, step, before, person]);
  }
}
