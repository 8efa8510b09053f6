import type { Target } from "../../importers/define-target.ts";
import { idMap, type MappedId } from "../persons/id-map.ts";
import { UsageError } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { plainCsvLine } from "../plain/plain-csv.ts";
import { inOrder } from "./input/asked-import.ts";
import { openExisting } from "./run/open-target.ts";

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
  const { database, out, only } = options;
  const target = inOrder(options.target);
  const names = target.importers.map(({ entity }) => entity);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only: there is no "${unknown}"${nearestHint(unknown, names)}.`, {
      cure: `Name some of ${names.join(", ")}.`,
    });
  }
  const meant = target.importers.filter(({ entity }) => only?.includes(entity) ?? true);
  const db = openExisting(database, target, "look");
  const file = new OwnerOnlyFile(out);
  const written: Record<string, number> = {};
  try {
    await file.write(plainCsvLine(COLUMNS));
    for (const mapped of idMap(db, meant)) {
      await file.write(lineOf(mapped));
      written[mapped.entity] = (written[mapped.entity] ?? 0) + 1;
    }
    await file.close();
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    db.close();
  }
  return written;
}

const lineOf = ({ legacySystem, entity, legacyId, ownId, targetId, publicId }: MappedId): string =>
  plainCsvLine([legacySystem, entity, legacyId, ownId, targetId, publicId ?? ""]);
