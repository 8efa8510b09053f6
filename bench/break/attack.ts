import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../random.ts";

/** How a try ended where every promise held. */
export const VERDICTS = ["right", "refused", "told", "asked"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What one try works with. */
export interface Trial {
  readonly random: Random;
  /** A folder of its own, empty, removed afterwards. */
  readonly folder: string;
  /** A folder of all tries together, for what is made once. */
  readonly shared: string;
  /** The main module of the built program, which knows failpoints. */
  readonly main: string;
}

/** One kind of what is done to the product. */
export interface Attack {
  readonly kind: string;
  /**
   * Tries it once, in a way that follows from the trial's random numbers alone.
   *
   * @throws Broken where a promise was not kept
   */
  attempt(trial: Trial): Promise<Verdict>;
}

/** A promise of the product that was not kept. */
export class Broken extends Error {
  override readonly name = "Broken";
}

/** Says of what breaks meanwhile what was going on. */
export async function during<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    throw new Broken(`${what}: ${error.message}`, { cause: error });
  }
}

/** Makes a folder within a trial's. */
export function folderIn({ folder }: Pick<Trial, "folder">, name: string): string {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
