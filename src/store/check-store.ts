import { basename } from "node:path";
import { readFile } from "./read-file.ts";
import type { Store } from "./store.ts";

/** What is wrong with a file of the store. */
export interface StoreFault {
  readonly what: "missing" | "damaged" | "surplus";
  /** Its place below the store. */
  readonly storedAs: string;
}

/** How the store stands to the records. */
export interface StoreComparison {
  readonly folder: string;
  /** Files that records need. */
  readonly needed: number;
  readonly sound: number;
  readonly missing: number;
  /** They do not hold what their names say. */
  readonly damaged: number;
  /** No record needs them, nor any update that can be undone. */
  readonly surplus: number;
  /** The first of them. */
  readonly faults: readonly StoreFault[];
}

/** More than this are counted, not listed. */
const LISTED = 1_000;

/**
 * Hashes every file of the store that a record needs, and looks for others.
 *
 * @param needed places in the store; one may come several times
 * @param isNeeded says of any place whether a record, or a former state of one, needs it
 */
export function checkStore(
  store: Store,
  needed: Iterable<string>,
  isNeeded: (storedAs: string) => boolean,
): StoreComparison {
  const counts = { needed: 0, sound: 0, missing: 0, damaged: 0, surplus: 0 };
  const faults: StoreFault[] = [];
  const found = (what: StoreFault["what"], storedAs: string) => {
    counts[what]++;
    if (faults.length < LISTED) faults.push({ what, storedAs });
  };
  for (const storedAs of needed) {
    counts.needed++;
    const state = stateOf(store, storedAs);
    if (state === "sound") counts.sound++;
    else found(state, storedAs);
  }
  for (const storedAs of store.all()) if (!isNeeded(storedAs)) found("surplus", storedAs);
  return { folder: store.folder, ...counts, faults };
}

function stateOf(store: Store, storedAs: string): "sound" | "missing" | "damaged" {
  if (!store.has(storedAs)) return "missing";
  try {
    const content = readFile(store.pathOf(storedAs));
    return content?.sha256 === basename(storedAs) ? "sound" : "damaged";
  } catch {
    // What cannot be read is no use to anybody.
    return "damaged";
  }
}
