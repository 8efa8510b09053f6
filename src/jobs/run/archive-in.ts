import { lstatSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Archive } from "../../import/supply/supply-means.ts";
import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import { gzipInto } from "../../source/archive-file.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** Copies that this process has finished: what has many parts is read for each, and copied once. */
const finished = new Map<string, string>();

/** Which file it is, whatever stands in its place later; undefined if there is none. */
function identityOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && [found.dev, found.ino, found.size, found.mtimeMs].join(" ");
}

/** Keeps copies of source files in a run's folder. */
export function archiveIn(folder: string): (file: SourceFile) => Promise<Archive | undefined> {
  return async (file) => {
    const path = resolve(join(folder, "source", `${basename(file.path)}.gz`));
    const earlier = finished.get(path);
    if (earlier !== undefined && earlier === identityOf(path)) return undefined;
    const copy = gzipInto(new OwnerOnlyFile(path), file.size);
    let size = 0;
    return {
      write(bytes) {
        size += bytes.length;
        return copy.write(bytes);
      },
      async close() {
        await copy.close();
        const copied = identityOf(path);
        if (size === file.size && copied !== undefined) finished.set(path, copied);
      },
    };
  };
}
