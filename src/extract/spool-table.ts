import { createHash } from "node:crypto";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { spooledCell } from "../source/spool-dialect.ts";
import type { LegacyDatabase, LegacyTable } from "./legacy-database.ts";

const QUOTE = 34;
const LF = 10;

/** What was written of one table. */
export interface Spooled {
  /** Counted in the bytes as they were written. */
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

interface Spooling {
  /** The file that is made. */
  readonly path: string;
  /** Called now and then; throws where nobody waits for the table any more. */
  readonly checkGoing: () => void;
}

/** Writes a table to a file that only its owner can read: whole in the end, or not there. */
export async function spoolTable(
  database: LegacyDatabase,
  table: LegacyTable,
  { path, checkGoing }: Spooling,
): Promise<Spooled> {
  const file = new OwnerOnlyFile(path);
  const seen = new SeenBytes();
  try {
    const header = `${table.columns.map(({ name }) => spooledCell(name)).join(",")}\n`;
    await put(Buffer.from(header));
    for await (const rows of database.rows(table)) {
      checkGoing();
      await put(rows);
    }
    await file.close();
  } catch (error) {
    await file.discard();
    throw error;
  }
  // The header is no row.
  return { ...seen.totals(), rows: seen.lines - 1 };

  async function put(bytes: Buffer): Promise<void> {
    seen.add(bytes);
    await file.writeBehind(bytes);
  }
}

/** Counts and hashes what passes: a line end within quotes ends no line. */
class SeenBytes {
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #within = false;
  lines = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    let within = this.#within;
    let lines = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) within = !within;
      else if (byte === LF && !within) lines++;
    }
    this.#within = within;
    this.lines += lines;
  }

  totals(): Pick<Spooled, "bytes" | "sha256"> {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}
