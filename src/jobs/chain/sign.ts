import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chainFolder, readChain } from "../../chain/chain.ts";
import { type Beside, openPoints } from "../../chain/open-points.ts";
import { RowFileWriter } from "../../chain/row-file.ts";
import { usualSize } from "../../chain/sample.ts";
import { sealed, signOffText } from "../../chain/seal.ts";
import {
  type OpenPoint,
  SIGN_OFF_KIND,
  SIGN_OFF_VERSION,
  type SignOff,
} from "../../chain/sign-off.ts";
import { SIGN_OFF_FILE, signedState } from "../../chain/signed-state.ts";
import type { Standing } from "../../chain/standing.ts";
import { versions } from "../../db/versions.ts";
import { sha256OfJson } from "../../plain/canonical-json.ts";
import { DatabaseError, DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { signOffPage } from "../../report/sign-off-page.tsx";
import { type Cancellable, checkGoing, declined } from "../cancel.ts";
import type { Deciding, Listener } from "../listener.ts";
import { onExisting } from "../run/run-locked.ts";
import { targetIn } from "../run/target-in.ts";
import { type ChainAtHand, type ChainOf, readingChain } from "./chain-at-hand.ts";
import { type Books, booksOf, figuresOf } from "./figures.ts";
import { sampleOf } from "./sample.ts";

export interface SignOptions extends ChainOf, Cancellable {
  readonly by: string;
  readonly role: string;
  readonly remark: string;
  /** Where somebody has looked at what is open: its `pointsHash`. With other points nothing is signed. */
  readonly seen?: string | undefined;
}

/** Hears how many rows were read; is asked with what is open. */
export type SignListener = Listener<number> & Deciding<readonly OpenPoint[]>;

/** What was written. */
export interface SignedOff {
  readonly signOff: SignOff;
  /** The file, and the page of it to print. */
  readonly file: string;
  readonly page: string;
}

const SIGN_OFF_PAGE = "sign-off.html";

/** What tells one list of open points from another. */
export const pointsHash = (points: readonly OpenPoint[]): string => sha256OfJson(points);

/**
 * Signs an import as it stands: what is open is named in the signature. Asks first if somebody listens for it.
 *
 * @throws UsageError without a name, DatabaseError while a run is at work, or the last one crashed; DecisionNeeded if
 * the person who was asked said no, or something else is open than was seen
 */
export async function signChain(
  options: SignOptions,
  listener: SignListener = {},
): Promise<SignedOff> {
  const { database, by, role } = options;
  if (by.trim() === "" || role.trim() === "") {
    throw new UsageError("A signature needs a name and a role.", {
      cure: "Give them with --by NAME and --role ROLE.",
    });
  }
  const locking = { database, target: options.target, command: "import:sign", note: listener.note };
  return onExisting(locking, async (db) => {
    const target = targetIn(db, options.target);
    const chain = readChain(db, options.run);
    const at = { db, chain, folder: chainFolder(database, chain) };
    checkAtRest(at);
    db.exec("begin");
    try {
      return await signAt(at, Object.assign({}, options, { target }), listener);
    } finally {
      if (db.inTransaction()) db.rollback();
    }
  });
}

/** @throws DatabaseError */
function checkAtRest({ chain: { runs, legacySystem } }: Pick<ChainAtHand, "chain">): void {
  const last = runs.at(-1);
  if (last?.status === "running") {
    throw new DatabaseError(`The run ${last.name} crashed: nothing of it can be signed.`, {
      cure: "Resume it with  hmsync import --resume , or import the export again.",
    });
  }
  if (runs.some(({ committed }) => committed)) return;
  throw new DatabaseError(
    `No run of ${legacySystem} has written anything: there is nothing to sign.`,
    {
      cure: "Import an export first.",
    },
  );
}

async function signAt(
  at: ChainAtHand,
  options: SignOptions,
  listener: SignListener,
): Promise<SignedOff> {
  const when = new Date().toISOString();
  const stamp = stampOf(when);
  removeUnsigned(at);
  const rows = join(at.folder, `sign-off-${stamp}.rows`);
  const writer = new RowFileWriter(rows);
  try {
    const figures = await figuresOf(at, options.target, {
      onPage: async (page) => {
        checkGoing(options);
        await writer.add(page);
      },
      onRows: listener.progress,
    });
    const open = openPoints(figures, besideOf(at, options));
    await decide(open, options, listener);
    const sha256 = await writer.close();
    const signOff = sealed({
      kind: SIGN_OFF_KIND,
      schemaVersion: SIGN_OFF_VERSION,
      signed: {
        by: options.by.trim(),
        role: options.role.trim(),
        remark: options.remark.trim(),
        at: when,
      },
      open,
      versions: versions(at.db),
      figures,
      rows: { file: `sign-off-${stamp}.rows`, sha256 },
    });
    return await write(at.folder, signOff, stamp);
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

const stampOf = (when: string): string => when.replaceAll(":", "-");

/** What a program left that was killed while it signed: nothing that was signed is of a later time than the last. */
function removeUnsigned({ folder, chain }: ChainAtHand): void {
  if (!existsSync(folder)) return;
  const last = signedState(folder, chain)?.signOff.signed.at;
  const after = last === undefined ? "" : stampOf(last);
  for (const name of readdirSync(folder)) {
    const [, stamp] = /^sign-off-(\d{4}-.*Z)\.(?:json|html|rows)$/.exec(name) ?? [];
    if (stamp !== undefined && stamp > after) rmSync(join(folder, name));
  }
}

/** What is open is known before anything is signed, and is never signed in silence. */
async function decide(
  open: readonly OpenPoint[],
  { seen }: Pick<SignOptions, "seen">,
  { confirm }: SignListener,
): Promise<void> {
  if (seen !== undefined && seen !== pointsHash(open)) {
    throw new DecisionNeeded("Something else is open than when this page was shown.", {
      cure: "Look at what is open, then sign again. Nothing was signed.",
    });
  }
  if (confirm !== undefined && !(await confirm(open))) throw declined();
}

function besideOf(at: ChainAtHand, { target }: Pick<SignOptions, "target">): Beside {
  const { importers } = target;
  return {
    sampleIsOutdated: sampleOf(at, importers).isOutdated,
    usualSizes: new Map(importers.map((importer) => [importer.entity, usualSize(importer)])),
  };
}

/**
 * The one of its time stays; the last one stands under the plain name as well. Signed is what stands in that file: its
 * page comes last.
 */
async function write(folder: string, signOff: SignOff, stamp: string): Promise<SignedOff> {
  const text = signOffText(signOff);
  const html = signOffPage(signOff);
  const own = [`sign-off-${stamp}.json`, `sign-off-${stamp}.html`].map((name) =>
    join(folder, name),
  );
  const [ownFile = "", ownPage = ""] = own;
  try {
    await writeWhole(ownFile, text);
    await writeWhole(ownPage, html);
    await writeWhole(join(folder, SIGN_OFF_FILE), text);
  } catch (error) {
    // What is not signed in the end leaves nothing that looks like it.
    for (const path of own.filter((one) => existsSync(one))) rmSync(path);
    rmSync(join(folder, signOff.rows.file), { force: true });
    throw error;
  }
  await writeWhole(join(folder, SIGN_OFF_PAGE), html);
  return { signOff, file: join(folder, SIGN_OFF_FILE), page: join(folder, SIGN_OFF_PAGE) };
}

/** What would be named in a signature now. */
export interface OpenNow {
  readonly open: readonly OpenPoint[];
  /** For `SignOptions.seen`. */
  readonly seen: string;
  readonly books: Books;
}

/**
 * Reads what is open, without reading every row.
 *
 * @param standing where it has been counted already
 */
export const readOpen = (of: ChainOf, standing?: Standing): Promise<OpenNow> =>
  readingChain(of, async (at) => {
    const target = targetIn(at.db, of.target);
    const books = await booksOf(at, target, standing);
    const open = openPoints(books, besideOf(at, { target }));
    return { open, seen: pointsHash(open), books };
  });
