import { z } from "zod";
import type { Database } from "../../db/database.ts";
import type { RememberedRequest } from "../../ledger/run-ledger.ts";
import type { EntitySummary, RunSummary } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";

/** What an entity's records would come to. */
export type PlannedCounts = Readonly<Record<(typeof COUNTS)[number], number>>;

const COUNTS = [
  ...(["records", "inserted", "updated", "unchanged", "duplicate", "rejected", "skipped"] as const),
  ...(["placeholders", "released", "waiting", "vanished", "marked", "unmarked"] as const),
  ...(["unmapped", "withdrawn"] as const),
] as const;

/** A run that was rehearsed, and all that its outcome depends on. */
export interface ImportPlan {
  readonly planVersion: 1;
  readonly what: "import";
  /** Of the database that it was rehearsed on: its rows, its schema, its ledger. */
  readonly databaseSha256: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** The files that fields are looked up in. */
  readonly lookups?: readonly { readonly name: string; readonly sha256: string }[] | undefined;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly request: RememberedRequest;
  readonly entities: Readonly<Record<string, PlannedCounts>>;
}

/** What a rehearsal found, bound to what it was made from. */
export function importPlan(
  { files, lookups = [], asOf, entities }: RunSummary,
  made: { readonly databaseSha256: string; readonly request: RememberedRequest },
): ImportPlan {
  const unread = files.find(({ sha256 }) => sha256 === null);
  if (unread !== undefined) {
    throw new DecisionNeeded(`${unread.file} was not read to its end, so it has no plan.`, {
      cure: "Fix what stopped the dry run.",
    });
  }
  return {
    planVersion: 1,
    what: "import",
    ...made,
    asOf,
    files: files.map(({ file, sha256 }) => ({ name: file, sha256: sha256 ?? "" })),
    lookups: lookups.map(({ file, sha256 }) => ({ name: file, sha256 })),
    entities: Object.fromEntries(
      Object.entries(entities).map(([entity, counts]) => [entity, plannedCounts(counts)]),
    ),
  };
}

const plannedCounts = (counts: PlannedCounts | EntitySummary): PlannedCounts =>
  Object.fromEntries(COUNTS.map((count) => [count, counts[count]])) as PlannedCounts;

/** A count that the run came to and the plan did not foretell. */
export interface Unforeseen {
  readonly entity: string;
  readonly measure: string;
  readonly planned: number;
  readonly found: number;
}

/** Where a run came to something else than was planned. */
export function unforeseen(
  planned: ImportPlan["entities"],
  found: Readonly<Record<string, PlannedCounts>>,
): Unforeseen[] {
  const entities = [...new Set([...Object.keys(planned), ...Object.keys(found)])];
  return entities.flatMap((entity) =>
    COUNTS.flatMap((count): Unforeseen[] => {
      const [was, is] = [planned[entity]?.[count] ?? 0, found[entity]?.[count] ?? 0];
      return was === is ? [] : [{ entity, measure: `${count} (planned)`, planned: was, found: is }];
    }),
  );
}

/** @throws DecisionNeeded if the files of the export are not those of the plan */
export async function checkPlannedFiles(
  { files, lookups = [] }: ImportPlan,
  now: Pick<Fit, "files" | "lookups">,
): Promise<void> {
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
  const found = now.files.map(({ file }) => file);
  const hashes = (list: readonly { readonly name: string; readonly sha256: string }[]) =>
    list.map(({ name, sha256 }) => `${name} ${sha256}`).sort();
  const read = (now.lookups ?? []).map(({ file: { name }, sha256 }) => ({ name, sha256 }));
  if (hashes(lookups).join("\n") !== hashes(read).join("\n")) throw movedOn("export");
  let same = names(files).join("\n") === names(found).join("\n");
  for (const { name, path } of same ? found : []) {
    const planned = files.find((file) => file.name === name);
    same &&= planned?.sha256 === (await sha256OfFile(path));
  }
  if (!same) throw movedOn("export");
}

/** @throws DecisionNeeded if the database is not in the state that the plan was made from */
export async function checkPlannedDatabase(
  { databaseSha256 }: ImportPlan,
  db: Database,
): Promise<void> {
  const now = await db.withPrivateCopy(async (_, sha256) => sha256);
  if (now !== databaseSha256) throw movedOn("database");
}

/** The plan was made from something else. */
export const movedOn = (what: string): DecisionNeeded =>
  new DecisionNeeded(`The ${what} has changed since the plan was made.`, {
    cure: "Make a new plan. Nothing was written.",
  });

const counts = z.record(z.enum(COUNTS), z.number());
const PlannedFile = z.object({ name: z.string(), sha256: z.string() });
const PlanFile = z.object({
  planVersion: z.literal(1),
  what: z.literal("import"),
  databaseSha256: z.string(),
  files: z.array(PlannedFile),
  lookups: z.array(PlannedFile).optional(),
  asOf: z.iso.date(),
  request: z.looseObject({
    source: z.string(),
    mapping: z.string(),
    mappingSha256: z.string(),
    settings: z.looseObject({ mode: z.enum(["strict", "lenient"]), batchSize: z.number() }),
  }),
  entities: z.record(z.string(), counts),
});

/**
 * Reads a saved plan.
 *
 * @throws UsageError if the text is no plan
 */
export function parseImportPlan(name: string, json: string): ImportPlan {
  try {
    return PlanFile.parse(JSON.parse(json)) as unknown as ImportPlan;
  } catch (error) {
    throw new UsageError(`${name} is not a plan of an import.`, {
      cure: "Make it with  hmsync import --source DIR --dry-run --out FILE",
      cause: error,
    });
  }
}
