import type { OpenedDump } from "../source-file.ts";
import { dumpRows } from "./dump-rows.ts";
import type { DumpTable } from "./dump-table.ts";
import { cellOf, type DumpRow } from "./dump-value.ts";
import type { OpenStatement } from "./growing-table.ts";

interface KeysRead {
  readonly rows: number;
  /** Statements with a row whose key an earlier one has. */
  readonly clashes: readonly OpenStatement[];
}

const MOST_TOLD = 20;

/**
 * Counts the rows of a table as statements leave them, and checks whether REPLACE, INSERT IGNORE and the
 * like meet a key that is there: only then do they more than INSERT. Keys are compared by a hash first, so
 * that those of many rows can be held, and then as they are.
 */
export async function readKeys(
  dump: OpenedDump,
  table: DumpTable,
  passed: ReadonlySet<number>,
): Promise<KeysRead> {
  const keys = table.upserts.length > 0 ? keysOf(table) : [];
  const seen = keys.map(() => new Set<number>());
  const met = new Set<number>();
  let rows = 0;
  for await (const group of dumpRows(dump, table)) {
    rows += group.length;
    for (const row of group)
      keys.forEach((places, nth) => {
        const key = keyOf(row, places);
        const hash = key === undefined ? undefined : hashOf(key);
        if (hash === undefined) return;
        if (seen[nth]?.has(hash)) met.add(hash);
        else seen[nth]?.add(hash);
      });
  }
  const clashes = met.size === 0 ? [] : await clashing(dump, table, { keys, met });
  return { rows, clashes: clashes.filter(({ line }) => !passed.has(line)).slice(0, MOST_TOLD) };
}

/** The columns of each declared key; where none is declared, the first column. */
function keysOf({ declared, columns }: DumpTable): number[][] {
  const lists = [declared.primaryKey, ...declared.unique].filter((list) => list.length > 0);
  const places = lists.map((list) =>
    list.map((name) =>
      columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()),
    ),
  );
  const whole = places.filter((list) => !list.includes(-1));
  return whole.length > 0 ? whole : [[0]];
}

function keyOf({ values }: DumpRow, places: readonly number[]): string | undefined {
  const cells = places.map((at) => values[at] ?? null);
  // Nothing is equal to NULL, in a key neither.
  if (cells.includes(null)) return undefined;
  return cells.map((cell) => cellOf(cell).trimEnd().toLowerCase()).join("\n");
}

async function clashing(
  dump: OpenedDump,
  table: DumpTable,
  {
    keys,
    met,
  }: { readonly keys: readonly (readonly number[])[]; readonly met: ReadonlySet<number> },
): Promise<OpenStatement[]> {
  const seen = keys.map(() => new Set<string>());
  const lines = new Set<number>();
  for await (const group of dumpRows(dump, table)) {
    for (const row of group)
      keys.forEach((places, nth) => {
        const key = keyOf(row, places);
        if (key === undefined || !met.has(hashOf(key))) return;
        if (seen[nth]?.has(key)) lines.add(statementOf(row.line, table.upserts));
        else seen[nth]?.add(key);
      });
  }
  const says = "a REPLACE, INSERT IGNORE or similar, with a row whose key an earlier one has";
  return [...lines].map((line) => ({ line, says }));
}

/** Where the statement begins that a row is of. */
const statementOf = (line: number, starts: readonly number[]): number =>
  starts.findLast((start) => start <= line) ?? line;

const PRIMES = [0x01000193, 0x85ebca6b] as const;
const HALF = 2 ** 21;

/** 53 bits of a text: FNV-1a twice, with other numbers. */
function hashOf(text: string): number {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    one = Math.imul(one ^ sign, PRIMES[0]);
    other = Math.imul(other ^ sign, PRIMES[1]);
  }
  return (one >>> 0) * HALF + ((other >>> 0) % HALF);
}
