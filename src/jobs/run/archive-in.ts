import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Archive } from "../../import/supply/supply-means.ts";
import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import { gzipInto } from "../../source/archive-file.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** Copies that this process has finished: what has many parts is read for each, and copied once. */
const finished = new Set<string>();

/** Keeps copies of source files in a run's folder. */
export function archiveIn(folder: string): (file: SourceFile) => Promise<Archive | undefined> {
  return async (file) => {
    const path = join(folder, "source", `${basename(file.path)}.gz`);
    if (finished.has(path) && existsSync(path)) return undefined;
    const copy = gzipInto(new OwnerOnlyFile(path), file.size);
    let size = 0;
    return {
      write(bytes) {
        size += bytes.length;
        return copy.write(bytes);
      },
      async close() {
        await copy.close();
        if (size === file.size) finished.add(path);
      },
    };
  };
}
