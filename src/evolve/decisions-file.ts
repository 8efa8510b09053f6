import { existsSync } from "node:fs";
import { z } from "zod";
import { HmsyncError, UsageError } from "../plain/errors.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import type { Decisions } from "./decisions.ts";
import { NAME, readColumnKey, readName } from "./written-names.ts";

// Decisions that hold in every environment stand in a file next to the schema:
// `schema.evolution.json` for `schema.ts`. A rename that was done before is passed over, so the file
// may keep its history. Losses are not among them: those are decided where they happen.

const COLUMN = new RegExp(`^${NAME}\\.${NAME}$`);
const ONE = new RegExp(`^${NAME}$`);

const EvolutionFile = z.strictObject({
  $schema: z.string().optional(),
  /** `patients.phone` -> `telephone`. */
  renameColumns: z.record(z.string().regex(COLUMN), z.string().regex(ONE)).default({}),
  /** `allies` -> `caregivers`. */
  renameTables: z.record(z.string().regex(ONE), z.string().regex(ONE)).default({}),
  /** `patients.mrn` -> SQL over the table's columns. */
  backfill: z.record(z.string().regex(COLUMN), z.string().min(1)).default({}),
  /** Columns that the schema does not know and that stay: all, or GLOB patterns of `patients.phone`. */
  keepUnmanaged: z.union([z.boolean(), z.array(z.string().regex(COLUMN))]).default(false),
});

type Declared = Pick<Decisions, "renames" | "renameTables" | "backfills" | "keepUnmanaged">;

const NOTHING_DECLARED: Declared = {
  renames: [],
  renameTables: [],
  backfills: [],
  keepUnmanaged: [],
};

/** The file that stands next to a schema. */
export const decisionsFileOf = (schema: string): string =>
  schema.replace(/\.[cm]?[jt]s$/, ".evolution.json");

/**
 * The decisions that are declared next to a schema; none if there is no such file.
 *
 * @throws UsageError that names the wrong key
 */
export function declaredDecisions(schema: string): Declared {
  const path = decisionsFileOf(schema);
  if (!existsSync(path)) return NOTHING_DECLARED;
  const read = EvolutionFile.safeParse(parse(path));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(`${path}: ${issue?.path.join(".")} ${issue?.message}`, {
      cure: 'Write { "renameColumns": { "patients.phone": "telephone" } } and the like.',
    });
  }
  const { renameColumns, renameTables, backfill, keepUnmanaged } = read.data;
  return {
    renames: Object.entries(renameColumns).map(([from, to]) => ({
      ...split(from),
      to: readName(to),
      declared: true,
    })),
    renameTables: Object.entries(renameTables).map(([from, to]) => {
      return { from: readName(from), to: readName(to), declared: true };
    }),
    backfills: Object.entries(backfill).map(([key, expression]) => {
      const { table, from: column } = split(key);
      return { table, column, expression };
    }),
    keepUnmanaged: typeof keepUnmanaged === "object" ? keepUnmanaged : everyColumn(keepUnmanaged),
  };
}

/** What a switch says that keeps every column. */
export const everyColumn = (kept: boolean): string[] => (kept ? ["*"] : []);

function parse(path: string): unknown {
  try {
    return JSON.parse(readHandWritten(path));
  } catch (error) {
    if (error instanceof HmsyncError) throw error;
    throw new UsageError(`${path} is not JSON (${(error as Error).message}).`, {
      cure: "Correct the file.",
      cause: error,
    });
  }
}

function split(key: string): { table: string; from: string } {
  const { table = "", column: from = "" } = readColumnKey(key) ?? {};
  return { table, from };
}
