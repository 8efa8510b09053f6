import type { RowComparison, RowDeviation } from "./compare-rows.ts";
import { differences } from "./differences.ts";
import type { SignedFigures, SignedTable, SignOff } from "./sign-off.ts";

// What of a sign-off does not hold any more.

export const VERIFIED_PARTS = [
  /** The file itself, or the file of rows beside it. */
  "sign-off",
  "database",
  "schema",
  "table",
  "export",
  "mapping",
  "corrections",
  "approvals",
  "sample",
  "books",
  "ledger",
] as const;

/** One thing that was signed and does not hold, or that cannot be told. */
export interface Broken {
  readonly part: (typeof VERIFIED_PARTS)[number];
  readonly what: "differs" | "cannot be recomputed";
  /** One sentence. */
  readonly text: string;
  readonly entity?: string;
  readonly table?: string;
  readonly column?: string;
  /** Undefined where there is no such figure. */
  readonly signed?: string | undefined;
  readonly now?: string | undefined;
}

/** Rows of one table that are not what was signed. */
export interface BrokenRows {
  /** Undefined of rows that the chain did not write. */
  readonly entity: string | undefined;
  readonly table: string;
  /** The column that the keys stand in. */
  readonly key: string;
  readonly count: number;
  /** The first of them. */
  readonly rows: readonly RowDeviation[];
}

/** What verifying came to. */
export interface Verification {
  readonly holds: boolean;
  readonly signed: SignOff["signed"];
  readonly legacySystem: string;
  /** What was open when it was signed. */
  readonly open: SignOff["open"];
  readonly broken: readonly Broken[];
  readonly rows: readonly BrokenRows[];
  /** Rows that were read again. */
  readonly compared: number;
  /** Runs that were made since. */
  readonly runsSince: readonly string[];
  /** When: ISO 8601, UTC. */
  readonly at: string;
}

/** Compares the columns of tables. */
export function brokenTables(signed: SignedFigures, now: SignedFigures): Broken[] {
  const found = signed.tables.flatMap((table) => {
    const other = now.tables.find(({ entity }) => entity === table.entity);
    if (other !== undefined) return brokenTable(table, other);
    const text = `The ledger has no record of ${table.entity} any more.`;
    return [of(table, { text, signed: String(table.records), now: "0" })];
  });
  const added = now.tables
    .filter(({ entity }) => !signed.tables.some((one) => one.entity === entity))
    .map((table) =>
      of(table, {
        text: `Records of ${table.entity} have come since: there were none.`,
        signed: "0",
        now: String(table.records),
      }),
    );
  return [...found, ...added, ...brokenOthers(signed, now)];
}

type Said = Pick<Broken, "text" | "signed" | "now"> & { readonly column?: string };

const of = ({ entity, table }: Pick<SignedTable, "entity" | "table">, said: Said): Broken =>
  Object.assign({ part: "table", what: "differs", entity, table } as const, said);

function brokenTable(signed: SignedTable, now: SignedTable): Broken[] {
  const counts = (["records", "rows"] as const).flatMap((count) => {
    if (signed[count] === now[count]) return [];
    const text =
      count === "rows"
        ? `Rows of ${signed.table} have gone or come (${signed.entity}).`
        : `The ledger has another number of records of ${signed.entity}.`;
    return [of(signed, { text, signed: String(signed[count]), now: String(now[count]) })];
  });
  const columns = signed.columns.flatMap((column) => {
    const other = now.columns.find((one) => one.column === column.column);
    if (other?.digest === column.digest) return [];
    const text =
      other === undefined
        ? `The column ${signed.table}.${column.column} is gone.`
        : `Values of ${signed.table}.${column.column} are others (${signed.entity}).`;
    const digests = { signed: column.digest, now: other?.digest };
    return [of(signed, Object.assign({ text, column: column.column }, digests))];
  });
  const more = now.columns
    .filter(({ column }) => !signed.columns.some((one) => one.column === column))
    .map(({ column, digest }) => {
      const text = `The column ${now.table}.${column} was not there.`;
      return of(signed, { text, column, signed: undefined, now: digest });
    });
  return [...counts, ...columns, ...more];
}

function brokenOthers(signed: SignedFigures, now: SignedFigures): Broken[] {
  return signed.others.flatMap(({ table, rows, digest }) => {
    const other = now.others.find((one) => one.table === table);
    if (other === undefined || (other.digest === digest && other.rows === rows)) return [];
    const text = `Rows of ${table} that this import did not write have come or gone.`;
    const counts = { signed: String(rows), now: String(other.rows) };
    return [Object.assign({ part: "table", what: "differs", table, text } as const, counts)];
  });
}

/** More than these of one part are counted. */
const LISTED = 20;

const PARTS = {
  schema: ({ database }: SignedFigures) => ({ schema: database.schemaSha256 }),
  corrections: ({ corrections }: SignedFigures) => corrections,
  approvals: ({ approvals }: SignedFigures) => approvals,
  sample: ({ sample }: SignedFigures) => sample,
  books: ({ standing }: SignedFigures) => standing,
  ledger: ({ ledger }: SignedFigures) => ledger,
} as const;

/** Compares all that is neither a table, nor a file of the export, nor a mapping. */
export function brokenFigures(signed: SignedFigures, now: SignedFigures): Broken[] {
  return (Object.keys(PARTS) as (keyof typeof PARTS)[]).flatMap((part) => {
    const found = differences(PARTS[part](signed), PARTS[part](now));
    const told = found.slice(0, LISTED).map(({ path, ...values }): Broken => {
      const text = `${WORDS[part]}: ${path || "all of it"}.`;
      return Object.assign({ part, what: "differs", text } as const, values);
    });
    const more = found.length - told.length;
    const text = `${WORDS[part]}: ${more} more figures.`;
    return more === 0 ? told : [...told, { part, what: "differs", text }];
  });
}

const WORDS: Readonly<Record<keyof typeof PARTS, string>> = {
  schema: "The schema of the database is another one",
  corrections: "Corrections have changed",
  approvals: "Approvals of the mapping have changed",
  sample: "The sample check has changed",
  books: "The books say something else",
  ledger: "The ledger has changed",
};

/** Compares the mappings that runs were asked for with, and their files. */
export function brokenMappings(signed: SignedFigures, now: SignedFigures): Broken[] {
  return signed.mappings.flatMap((one): Broken[] => {
    const other = now.mappings.find(({ mapping, sha256 }) => {
      return mapping === one.mapping && sha256 === one.sha256;
    });
    const name = one.mapping;
    if (other === undefined) {
      const text = `No run of the ledger was made with the mapping ${name} as it was signed.`;
      return [{ part: "mapping", what: "differs", text }];
    }
    return (["fileSha256", "lockSha256"] as const).flatMap((key): Broken[] => {
      if (one[key] === other[key]) return [];
      const file = key === "fileSha256" ? name : `the lock of ${name}`;
      const [was, is] = [one[key] ?? undefined, other[key] ?? undefined];
      if (is === undefined) {
        const text = `${file} is gone: what it says cannot be compared.`;
        return [{ part: "mapping", what: "cannot be recomputed", text, signed: was }];
      }
      const text = was === undefined ? `${file} was not there.` : `${file} has changed.`;
      return [{ part: "mapping", what: "differs", text, signed: was, now: is }];
    });
  });
}

/** What the rows of a part came to; undefined if all of them are as they were. */
export function brokenRows(
  comparison: RowComparison,
  of: Pick<BrokenRows, "entity" | "table" | "key">,
): BrokenRows[] {
  comparison.finish();
  const { count, deviations } = comparison;
  return count === 0 ? [] : [Object.assign({}, of, { count, rows: deviations })];
}
