import type { Importer } from "../../importers/define.ts";

/** A file of an entity, and the optional columns that it lacks. */
interface OfEntity {
  readonly importer: Importer;
  readonly header: readonly string[];
  readonly absent: readonly string[];
}

/** The files of an entity feed one table: what one of them fills, the others fill as well. */
export function withLent<File extends OfEntity>(
  files: readonly File[],
): (File & { readonly lent?: readonly string[] })[] {
  const filled = new Map<Importer, Set<string>>();
  for (const { importer, header } of files) {
    const columns = filled.get(importer) ?? new Set();
    filled.set(importer, columns);
    for (const column of header) columns.add(column);
  }
  return files.map((one) => {
    const lent = one.absent.filter((column) => filled.get(one.importer)?.has(column));
    return lent.length === 0 ? one : { ...one, lent };
  });
}
