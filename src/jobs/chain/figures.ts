import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import {
  approvalCounts,
  approvalsFile,
  judgedLines,
  readApprovals,
} from "../../chain/approvals.ts";
import type { Chain } from "../../chain/chain.ts";
import { Corrections, FIXES, STEPS } from "../../chain/corrections/corrections.ts";
import { type Digesting, digestTables } from "../../chain/digest-tables.ts";
import { readStanding } from "../../chain/read-standing.ts";
import { sheetOfChain } from "../../chain/sheet-of-chain.ts";
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

/** What is known without reading every row: the books, and what people did beside them. */
export type Books = Pick<
  SignedFigures,
  "standing" | "mappings" | "corrections" | "approvals" | "sample"
>;

/** @param standing where it has been counted already */
export async function booksOf(
  at: ChainAtHand,
  target: Target,
  standing = readStanding(at.db, at.chain, target),
): Promise<Books> {
  const mappings = signedMappings(at.chain, target);
  return {
    standing,
    mappings,
    corrections: await correctionsOf(at),
    approvals: await approvalsOf(at, target, mappings),
    sample: sampleOf(at, target.importers).result,
  };
}

/** Works out every figure that is signed, from the ledger, the database and what people did beside it. */
export async function figuresOf(
  at: ChainAtHand,
  target: Target,
  heard: Pick<Digesting, "onPage" | "onRows">,
): Promise<SignedFigures> {
  const { db, chain } = at;
  const { legacySystem } = chain;
  const { importers, name, title } = target;
  const books = await booksOf(at, target);
  const digested = await digestTables(db, { legacySystem, importers, ...heard });
  return Object.assign(
    {
      target: { name, title },
      database: { name: db.name, schemaSha256: schemaHash(db) },
      files: books.standing.files.map(({ run, file, entity, size, sha256, records }) => {
        return { run, file, entity, size, sha256, records };
      }),
      ledger: ledgerDigests(db, legacySystem),
    },
    books,
    digested,
  );
}

function schemaHash(db: Database): string {
  const catalog = readCatalog(db);
  return catalogHash(catalog, [
    ...catalog.tables.keys(),
    ...catalog.views.map((view) => view.name),
  ]);
}

async function correctionsOf({
  chain,
  folder,
}: Pick<ChainAtHand, "chain" | "folder">): Promise<SignedFigures["corrections"]> {
  const counts = await countsOf(chain, folder);
  const texts = [FIXES, STEPS].map((file) => join(folder, file)).filter(existsSync);
  if (texts.length === 0) return Object.assign(counts, { sha256: null });
  const text = texts.map((path) => readFileSync(path, "utf8")).join("\0");
  return Object.assign(counts, { sha256: sha256OfText(text) });
}

const UNREADABLE = { count: null, steps: null, notTakenIn: null };

async function countsOf({ runs }: Chain, folder: string) {
  try {
    const corrections = await Corrections.open(folder);
    const all = corrections.list();
    const last = runs.findLast(({ kind, committed }) => kind !== "undo" && committed);
    const notTakenIn = all.filter(({ when }) => when > (last?.startedAt ?? "")).length;
    return { count: all.length, steps: corrections.steps().length, notTakenIn };
  } catch (error) {
    // Somebody is at work on the file: nothing can be said of it, and that is said.
    if (error instanceof HmsyncError) return UNREADABLE;
    throw error;
  }
}

/** Null if the mapping is not at hand: then it has no lines to approve. */
async function approvalsOf(
  { chain, folder }: Pick<ChainAtHand, "chain" | "folder">,
  target: Target,
  mappings: readonly SignedMapping[],
): Promise<SignedFigures["approvals"]> {
  const last = mappings.at(-1);
  if (last === undefined || last.fileSha256 === null) return null;
  try {
    const sheet = sheetOfChain(await mappingSheet({ target, mapping: last.mapping }), chain);
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
