import { closeSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../random.ts";
import { CARE } from "./care.ts";
import { MONEY } from "./money.ts";
import { PEOPLE } from "./people.ts";

/** One file of the export of a hospital, called after its entity. */
export interface HospitalFile {
  readonly entity: string;
  readonly columns: readonly string[];
  readonly records: number;
  readonly bytes: number;
}

/** What is named by others stands before them. */
const ENTITIES = Object.entries({ ...PEOPLE, ...CARE, ...MONEY });

/** Gathered before it is written: characters. */
const CHUNK = 1 << 20;

/**
 * Writes an export of a whole hospital in the format of the mapping `generic-csv` into a folder: about so many
 * records, the same bytes on every machine.
 */
export function generateHospital(folder: string, records: number): HospitalFile[] {
  mkdirSync(folder, { recursive: true });
  const counts = Object.fromEntries(
    ENTITIES.map(([entity, { share = 0, fixed }]) => {
      return [entity, fixed ?? Math.max(1, Math.round((records * share) / 100))];
    }),
  );
  const random = new Random(1);
  return ENTITIES.map(([entity, { columns, line }]) => {
    const path = join(folder, `${entity}.csv`);
    const own = counts[entity] ?? 0;
    const lineOf = line(counts);
    writeLines({ path, header: columns, records: own }, (n) => lineOf(n, random));
    return { entity, columns: columns.split(","), records: own, bytes: statSync(path).size };
  });
}

interface Written {
  readonly path: string;
  readonly header: string;
  readonly records: number;
}

function writeLines({ path, header, records }: Written, line: (n: number) => string): void {
  const file = openSync(path, "w");
  let gathered = `${header}\n`;
  for (let n = 1; n <= records; n++) {
    gathered += `${line(n)}\n`;
    if (gathered.length < CHUNK) continue;
    writeSync(file, gathered);
    gathered = "";
  }
  writeSync(file, gathered);
  closeSync(file);
}
