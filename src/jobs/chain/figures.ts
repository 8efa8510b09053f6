import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import {
  approvalCounts,
  approvalsFile,
  judgedLines,
  readApprovals,
} from "../../chain/approvals.ts";
import { type Digesting, digestTables } from "../../chain/digest-tables.ts";
import { readStanding } from "../../chain/read-standing.ts";
import type { SignedFigures, SignedMapping } from "../../chain/sign-off.ts";
import type { Database } from "../../db/database.ts";
import { readCatalog } from "../../db/sqlite/catalog.ts";
import { catalogHash } from "../../evolve/catalog-hash.ts";
import { ledgerDigests } from "../../ledger/ledger-digests.ts";
import { sheetLines } from "../../mapping/sheet/sheet-lines.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { mappingSheet } from "../mapping-sheet.ts";
import type { ChainAtHand } from "./chain-at-hand.ts";
import { sampleOf } from "./sample.ts";
import { signedMappings } from "./signed-mappings.ts";

/** Works out every figure that is signed, from the ledger, the database and what people did beside it. */
export async function figuresOf(
  at: ChainAtHand,
  target: Target,
  heard: Pick<Digesting, "onPage" | "onRows">,
): Promise<SignedFigures> {
  const { db, chain, folder } = at;
  const { legacySystem } = chain;
  const { importers, name, title } = target;
  const standing = readStanding(db, chain, target);
  const mappings = signedMappings(chain, target);
  const digested = await digestTables(db, { legacySystem, importers, ...heard });
  return {
    target: { name, title },
    database: { name: basename(db.path), schemaSha256: schemaHash(db) },
    standing,
    files: standing.files.map(({ run, file, entity, size, sha256, records }) => {
      return { run, file, entity, size, sha256, records };
    }),
    mappings,
    corrections: await correctionsOf(folder),
    approvals: await approvalsOf(folder, target, mappings),
    sample: sampleOf(at, importers).result,
    ...digested,
    ledger: ledgerDigests(db, legacySystem),
  };
}

function schemaHash(db: Database): string {
  const catalog = readCatalog(db);
  return catalogHash(catalog, [
    ...catalog.tables.keys(),
    ...catalog.views.map((view) => view.name),
  ]);
}

async function correctionsOf(folder: string): Promise<SignedFigures["corrections"]> {
  const texts = ["fixes.csv", "steps.jsonl"].map((file) => join(folder, file)).filter(existsSync);
  const sha256 = sha256OfText(texts.map((path) => readFileSync(path, "utf8")).join("\0"));
  return { count: 0, steps: 0, notTakenIn: 0, sha256: texts.length === 0 ? null : sha256 };
}

/** Undefined mapping sheets have no lines to approve. */
async function approvalsOf(
  folder: string,
  target: Target,
  mappings: readonly SignedMapping[],
): Promise<SignedFigures["approvals"]> {
  const last = mappings.at(-1);
  if (last === undefined || last.fileSha256 === null) return null;
  try {
    const sheet = await mappingSheet({ target, mapping: last.mapping });
    const counts = approvalCounts(judgedLines(sheetLines(sheet), readApprovals(folder)));
    const path = approvalsFile(folder);
    const sha256 = existsSync(path) ? sha256OfText(readFileSync(path, "utf8")) : null;
    return Object.assign(counts, { sha256 });
  } catch (error) {
    // It cannot be read as it is now: then nobody has approved its lines, and the signature says so.
    if (error instanceof HmsyncError) return null;
    throw error;
  }
}
