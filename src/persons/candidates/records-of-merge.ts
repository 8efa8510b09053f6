import type { Database } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { CROSSWALK, RECORDS, STEPS } from "../ledger-tables.ts";
import type { Merge } from "../merge.ts";
import { shapeOf, unpackedColumns } from "../shape.ts";
import type { ComparedRecord } from "./find-candidates.ts";
import { personOf, type WrittenPerson } from "./read-person.ts";
import type { TraitColumns } from "./trait-columns.ts";

const TRAITS = [
  ...(["firstName", "lastName", "fullName", "birth", "gender"] as const),
  ...(["phone", "email", "address", "nationalId"] as const),
];
const LENGTHS: Readonly<Record<string, number>> = { year: 4, month: 7 };

/** Reads the records of a merge in its order; of one that stands joined, its row as it stands alone. */
export function* recordsOfMerge(
  db: Database,
  { merge, legacySystem }: { readonly merge: Merge; readonly legacySystem: string },
  columns: TraitColumns,
): Generator<ComparedRecord> {
  const wanted = [...TRAITS.map((trait) => columns[trait]), columns.precision];
  const own = wanted.map((name) => (name === undefined ? "''" : `t.${quoteName(name)}`));
  const alone = new Map(keptColumns(db, merge).map(({ name, value }) => [name, value] as const));
  const cells = own.map((cell, at) => {
    const kept = alone.get(wanted[at] ?? "");
    return kept === undefined ? cell : `case when r.id is null then ${cell} else ${kept} end`;
  });
  const query = db.prepare(
    `select c.legacy_id, ${cells.map((cell) => `coalesce(${cell}, '')`).join(", ")}
     from ${CROSSWALK} c join main.${quoteName(merge.table)} t on t.${quoteName(merge.key)} = c.target_id
       left join ${RECORDS} r on r.person_id = c.target_id and r.legacy_system = c.legacy_system
         and r.space = c.entity and r.legacy_id = c.legacy_id
     where c.legacy_system = ? and c.entity = ? and c.content_hash is not null order by c.legacy_id`,
  );
  for (const space of merge.spaces) {
    for (const [legacyId, ...texts] of query.iterate([legacySystem, space])) {
      yield { space, person: personOf(String(legacyId), writtenIn(texts.map(String))) };
    }
  }
}

/** SQL for the cells of a row that is kept, as they were when it stood alone. */
function keptColumns(db: Database, { table }: Merge) {
  const found = db.prepare(
    `select columns from ${STEPS} where kind = 'records' and lower(table_name) = lower(?) limit 1`,
  );
  const kept = found.get([table])?.[0];
  if (kept === undefined) return [];
  const columns = JSON.parse(String(kept)) as string[];
  return unpackedColumns(shapeOf(db, table), { kept: columns, json: "r.own_row" });
}

function writtenIn(texts: readonly string[]): WrittenPerson {
  const [firstName = "", lastName = "", fullName = "", birth = "", gender = ""] = texts;
  const [phone = "", email = "", address = "", nationalId = "", precision = ""] = texts.slice(5);
  const known = birth.slice(0, LENGTHS[precision] ?? "YYYY-MM-DD".length);
  return { firstName, lastName, fullName, birth: known, gender, phone, email, address, nationalId };
}
