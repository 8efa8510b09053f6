import { basename, join } from "node:path";
import { OwnerOnlyFile } from "../import/owner-only.ts";
import type { Archive } from "../import/supply-means.ts";
import { gzipInto } from "../source/archive-file.ts";
import type { SourceFile } from "../source/source-file.ts";

/** Keeps copies of source files in a run's folder. */
export function archiveIn(folder: string): (file: SourceFile) => Promise<Archive> {
  return async (file) =>
    gzipInto(new OwnerOnlyFile(join(folder, "source", `${basename(file.path)}.gz`)), file.size);
}
