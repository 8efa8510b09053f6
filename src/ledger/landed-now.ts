import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Database, DbValue } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName, sameName } from "../db/names.ts";
import { figuredColumn, figureKind, unitsOf } from "../digest/source-figures.ts";

// What the target holds at this moment of the records of a legacy system: counted by the database, in as few passes
// over a table as there can be.

/** Whose rows are counted. */
export interface LandedOf {
  readonly importer: Importer;
  readonly legacySystem: string;
  /** Rows that stand for records which no export has had: they are left out. */
  readonly placeholders: number;
  /** Rows of records that the crosswalk is known to have; there may be more. */
  readonly written: number;
  /** Fields that are counted, and of codes the words that are counted one by one. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** The field that says when it happened. */
  readonly dayField: string | undefined;
  /** The digits of the currency's minor unit. */
  readonly digits: number;
}

/** What rows hold of one field. */
export interface LandedField {
  readonly empty: number;
  readonly held: number;
  /** `YYYY-MM-DD`. */
  readonly first?: string;
  readonly last?: string;
  /** In minor units. */
  readonly sum?: bigint;
  readonly distinct?: number;
  /** Rows by word, as they were asked for. */
  readonly words?: ReadonlyMap<string, number>;
}

export interface LandedNow {
  readonly records: number;
  readonly fields: ReadonlyMap<string, LandedField>;
  /** Records of each `YYYY-MM`. */
  readonly months: ReadonlyMap<string, number>;
  readonly withoutMonth: number;
}

const NOTHING: LandedNow = { records: 0, fields: new Map(), months: new Map(), withoutMonth: 0 };

/** Counts what the target holds of an entity's records by now. */
export function landedNow(db: Database, of: LandedOf): LandedNow {
  const table = getTableName(of.importer.table);
  if (!db.catalog.hasTable(table)) return NOTHING;
  const rows = rowsOf(db, of);
  const counted = columnsOf(db, of).map((column) => partsOf(column, of));
  const parts = ["count(*)", ...counted.flatMap(({ selected }) => selected)].join(", ");
  const words = counted.flatMap(({ values }) => values);
  const [records, ...found] =
    db.prepare(`select ${parts} ${rows.text}`).get([...words, ...rows.values]) ?? [];
  let at = 0;
  const fields = new Map<string, LandedField>();
  for (const { field, selected, read, isReference, sql } of counted) {
    const own = found.slice(at, at + selected.length);
    at += selected.length;
    const distinct = isReference ? { distinct: distinctOf(db, sql, rows) } : {};
    fields.set(field, Object.assign(read(own, Number(records)), distinct));
  }
  return { records: Number(records), fields, ...monthsOf(db, of, rows) };
}

/** SQL that names the rows, with its values. */
interface Rows {
  readonly text: string;
  readonly values: readonly DbValue[];
}

/**
 * Which rows of the table are those of the records. Where all that have a legacy id can only be these, the table says it
 * by itself: a walk through the crosswalk beside it takes three times as long.
 */
function rowsOf(db: Database, of: LandedOf): Rows {
  const { importer, legacySystem, placeholders } = of;
  const { entity, table } = importer;
  const from = `from ${quoteName(getTableName(table))} t`;
  const key = quoteName(keyColumn(table).column.name);
  const own = "select target_id from ledger_crosswalk where legacy_system = ? and entity = ?";
  const only = {
    text: `${from} where t.${key} in (${own} and content_hash is not null)`,
    values: [legacySystem, entity],
  };
  const legacyId = getTableColumns(table)["legacyId"]?.name;
  if (legacyId === undefined || !isOneSystem(db)) return only;
  const [all, named] =
    db.prepare(`select count(*), count(${quoteName(legacyId)}) ${from}`).get([]) ?? [];
  if (Number(named) > knownOf(db, of, Number(named))) return only;
  if (placeholders > 0) {
    const values = [legacySystem, entity];
    const except = `t.${key} not in (${own} and content_hash is null)`;
    return { text: `${from} where t.${quoteName(legacyId)} is not null and ${except}`, values };
  }
  if (all === named) return { text: from, values: [] };
  return { text: `${from} where t.${quoteName(legacyId)} is not null`, values: [] };
}

/** How many rows the crosswalk has of the entity, or as many as are asked for. */
function knownOf(
  db: Database,
  { importer, written, placeholders }: LandedOf,
  enough: number,
): number {
  if (written + placeholders >= enough) return enough;
  const count = db.prepare("select count(*) from ledger_crosswalk where entity = ?");
  return Number(count.get([importer.entity])?.[0]);
}

const isOneSystem = (db: Database): boolean =>
  Number(db.prepare("select count(distinct legacy_system) from ledger_runs").get([])?.[0]) === 1;

interface CountedColumn {
  readonly field: string;
  /** SQL over `t`. */
  readonly sql: string;
}

function columnsOf(db: Database, { importer, fields }: LandedOf): CountedColumn[] {
  const known = db.catalog.columns(getTableName(importer.table));
  const declared = getTableColumns(importer.table);
  return [...fields.keys()].flatMap((field) => {
    const of = importer.fields[field];
    const name = of && declared[figuredColumn(field, of)]?.name;
    if (name === undefined || !known.some((column) => sameName(column.name, name))) return [];
    return [{ field, sql: `t.${quoteName(name)}` }];
  });
}

interface Counted extends CountedColumn {
  readonly selected: readonly string[];
  readonly values: readonly DbValue[];
  readonly isReference: boolean;
  readonly read: (found: readonly DbValue[], records: number) => LandedField;
}

function partsOf({ field, sql }: CountedColumn, { importer, fields, digits }: LandedOf): Counted {
  const of = importer.fields[field];
  const kind = of === undefined ? "other" : figureKind(of);
  const held = (count: DbValue | undefined, records: number) => ({
    held: Number(count ?? 0),
    empty: records - Number(count ?? 0),
  });
  const plain = { field, sql, values: [] as DbValue[], isReference: kind === "reference" };
  const count = `count(${sql})`;
  switch (kind) {
    case "day":
      return {
        ...plain,
        selected: [count, `min(${sql})`, `max(${sql})`],
        read: ([one, first, last], records) =>
          Object.assign(
            held(one, records),
            first == null ? {} : { first: day(first), last: day(last) },
          ),
      };
    case "amount": {
      const units = unitsOf(of, digits);
      const minor = units === 1 ? sql : `cast(round(${sql} * ${units}) as integer)`;
      return {
        ...plain,
        // In two halves: the sum of a million large amounts is more than a number of the engine's driver holds.
        selected: [count, `sum(${minor} / 1000000)`, `sum(${minor} % 1000000)`],
        read: ([one, large, small], records) =>
          Object.assign(held(one, records), {
            sum: wholeOf(large) * 1_000_000n + wholeOf(small),
          }),
      };
    }
    case "code": {
      const words = fields.get(field) ?? [];
      return {
        ...plain,
        values: words,
        selected: [count, ...words.map(() => `sum(${sql} = ?)`)],
        read: ([one, ...counts], records) =>
          Object.assign(held(one, records), {
            words: new Map(words.map((word, at) => [word, Number(counts[at] ?? 0)])),
          }),
      };
    }
    default:
      return { ...plain, selected: [count], read: ([one], records) => held(one, records) };
  }
}

const wholeOf = (cell: DbValue | undefined): bigint => BigInt(Math.trunc(Number(cell ?? 0)));

const day = (cell: DbValue | undefined): string => String(cell).slice(0, "2026-01-14".length);

/** Alone, so that an index answers it. */
const distinctOf = (db: Database, sql: string, { text, values }: Rows): number =>
  Number(db.prepare(`select count(distinct ${sql}) ${text}`).get(values)?.[0] ?? 0);

/** Day by day, so that an index answers it. */
function monthsOf(
  db: Database,
  of: LandedOf,
  { text, values }: Rows,
): Pick<LandedNow, "months" | "withoutMonth"> {
  const { dayField } = of;
  const months = new Map<string, number>();
  let withoutMonth = 0;
  if (dayField === undefined) return { months, withoutMonth };
  const [column] = columnsOf(db, { ...of, fields: new Map([[dayField, []]]) });
  if (column === undefined) return { months, withoutMonth };
  const { sql } = column;
  for (const [found, count] of db
    .prepare(`select ${sql}, count(*) ${text} group by ${sql}`)
    .iterate(values)) {
    if (found == null) withoutMonth += Number(count);
    else {
      const month = String(found).slice(0, "2026-01".length);
      months.set(month, (months.get(month) ?? 0) + Number(count));
    }
  }
  return { months: new Map([...months].sort()), withoutMonth };
}
