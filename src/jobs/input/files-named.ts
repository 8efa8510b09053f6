import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import type { ReadingByFile } from "../../source/reading-settings.ts";

const EVERY_FILE = "*";

/** The flag that sets a key of `reading`: `headerRow` is `--header-row`. */
const flagOf = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** @throws UsageError if a file is named that the export does not have */
export function checkFilesNamed(reading: ReadingByFile, files: readonly string[]): void {
  const known = new Set(files.map((name) => name.toLowerCase()));
  const unknown = Object.keys(reading).find(
    (name) => name !== EVERY_FILE && !known.has(name.toLowerCase()),
  );
  if (unknown === undefined) return;
  const [key = "encoding"] = Object.keys(reading[unknown] ?? {});
  throw new UsageError(
    `--${flagOf(key)} names a file that the export does not have: ${unknown}${nearestHint(unknown, files)}.`,
    { cure: `Write it as one of: ${[...new Set(files)].join(", ")}.` },
  );
}
