import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../../plain/errors.ts";
import { makeFolder, unwritable } from "../../plain/owner-only.ts";

const LINES = /\.ndjson$/;

/** A folder in the making: whole in the end, or what was there before. */
export class NewFolder {
  /** Where the files go until all are whole. */
  readonly path: string;
  readonly #wanted: string;

  /**
   * @param replaces whether an earlier export may be replaced
   * @throws UsageError if something else is there, SystemError if nothing can be written there
   */
  constructor(wanted: string, { replaces }: { readonly replaces: boolean }) {
    this.#wanted = resolve(wanted);
    checkPlace(wanted, replaces);
    makeFolder(dirname(this.#wanted));
    try {
      this.path = mkdtempSync(`${this.#wanted}.partial-`);
    } catch (error) {
      throw unwritable(this.#wanted, error);
    }
  }

  /** Puts it in its place. */
  finish(): void {
    const former = `${this.path}.former`;
    try {
      const isThere = existsSync(this.#wanted);
      if (isThere && readdirSync(this.#wanted).length === 0) rmdirSync(this.#wanted);
      else if (isThere) renameSync(this.#wanted, former);
      renameSync(this.path, this.#wanted);
      rmSync(former, { recursive: true, force: true });
    } catch (error) {
      throw unwritable(this.#wanted, error);
    }
  }

  discard(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function checkPlace(wanted: string, replaces: boolean): void {
  if (!existsSync(wanted)) return;
  if (!lstatSync(wanted).isDirectory()) {
    throw new UsageError(`${wanted} is no folder.`, { cure: "Name a new folder with --out." });
  }
  const names = readdirSync(wanted);
  if (names.length === 0) return;
  const foreign = names.find((name) => !LINES.test(name));
  if (foreign !== undefined || !replaces) {
    const why = foreign === undefined ? "is not empty" : `holds ${foreign}, which is no export`;
    throw new UsageError(`${wanted} ${why}.`, {
      cure:
        foreign === undefined
          ? "Name a new folder with --out, or replace the export in it with --force."
          : "Name a new folder with --out.",
    });
  }
}
