import { ByteReader } from "../../source/source-file.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { changedWhileRead } from "../request/resume.ts";

/**
 * Keeps copies of the files that fields of a run are looked up in, where it keeps any.
 *
 * @throws SourceError if one is not any more what was read when it was opened
 */
export async function keepLookups({ fit, archive }: ImportRequest): Promise<void> {
  const kept = new Set(fit.files.map(({ file }) => file.path));
  for (const { file, sha256 } of fit.lookups ?? []) {
    const copy = kept.has(file.path) ? undefined : await archive?.(file);
    kept.add(file.path);
    const bytes = new ByteReader(file, copy);
    for await (const _ of bytes.chunks());
    await copy?.close();
    if (bytes.totals().sha256 !== sha256) throw changedWhileRead(file.name);
  }
}
