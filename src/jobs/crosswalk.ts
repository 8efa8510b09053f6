import type { Importer } from "../../importers/define.ts";
import type { Target } from "../../importers/define-target.ts";
import { declaredLinks } from "../../shared/ledger.ts";
import { idMap, type MappedId } from "../persons/id-map.ts";
import { UsageError } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { plainCsvLine } from "../plain/plain-csv.ts";
import { openExisting } from "./run/open-target.ts";
import { targetIn } from "./run/target-in.ts";

export interface CrosswalkOptions {
  readonly database: string;
  readonly target: Target;
  /** The file that is written, its owner's alone. */
  readonly out: string;
  readonly only?: readonly string[] | undefined;
}

/** How many records were written, by entity. */
export type CrosswalkWritten = Readonly<Record<string, number>>;

const COLUMNS = [
  ...(["legacy system", "entity", "legacy id", "own id", "target id", "public id"] as const),
];

/**
 * Writes which row each record became, as a CSV file for programs; every cell as it is.
 *
 * @throws UsageError if an entity is not known, SystemError if the file cannot be written
 */
export async function writeCrosswalk(options: CrosswalkOptions): Promise<CrosswalkWritten> {
  const { database, out, only, target } = options;
  const db = openExisting(database, target, "look");
  try {
    const mapped = idMap(db, meant(targetIn(db, target), only));
    return await writeMap(mapped, new OwnerOnlyFile(out));
  } finally {
    db.close();
  }
}

/** @throws UsageError */
function meant({ importers }: Target, only: CrosswalkOptions["only"]): readonly Importer[] {
  // A link of two records is a row of the ledger.
  const all = importers.filter(({ table }) => table !== declaredLinks);
  const names = all.map(({ entity }) => entity);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only: there is no "${unknown}"${nearestHint(unknown, names)}.`, {
      cure: `Name some of ${names.join(", ")}.`,
    });
  }
  return all.filter(({ entity }) => only?.includes(entity) ?? true);
}

async function writeMap(ids: Iterable<MappedId>, file: OwnerOnlyFile): Promise<CrosswalkWritten> {
  const written: Record<string, number> = {};
  try {
    await file.write(plainCsvLine(COLUMNS));
    for (const mapped of ids) {
      await file.write(lineOf(mapped));
      written[mapped.entity] = (written[mapped.entity] ?? 0) + 1;
    }
    await file.close();
    return written;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

const lineOf = ({ legacySystem, entity, legacyId, ownId, targetId, publicId }: MappedId): string =>
  plainCsvLine([legacySystem, entity, legacyId, ownId, targetId, publicId ?? ""]);
