import type { Importer } from "../../../importers/define.ts";
import type { ColumnProposal, FileProfile, FileProposal } from "../assessment.ts";
import type { PlacedReference } from "./references.ts";
import { type Spot, spillFile } from "./spots.ts";
import { ValueSpill } from "./value-spill.ts";

interface Known {
  readonly files: readonly FileProfile[];
  readonly references: readonly PlacedReference[];
}

/** A column that is proposed as a reference, and the columns that hold the ids it may name. */
interface Mapped {
  readonly file: FileProfile;
  readonly column: string;
  readonly parents: readonly { readonly file: FileProfile; readonly column: string }[];
}

/**
 * The references of an export, and those that the proposals make of columns that point elsewhere or nowhere:
 * what a visit names as its patient is always counted against the patients, whatever it looks like.
 */
export async function countMapped(
  { files, references }: Known,
  proposals: readonly FileProposal[],
  { importers, stop }: { readonly importers: readonly Importer[]; readonly stop?: () => void },
): Promise<PlacedReference[]> {
  const isCounted = ({ file, column, parents: [first, second] }: Mapped) =>
    second === undefined &&
    references.some(
      (one) =>
        one.file === file.file &&
        one.column === column &&
        one.toFile === first?.file.file &&
        one.toColumn === first.column,
    );
  const missing = mappedReferences(files, proposals, importers).filter((one) => !isCounted(one));
  if (missing.length === 0) return [...references];
  const counted = await count(missing, stop ?? (() => undefined));
  const isReplaced = (one: PlacedReference) =>
    counted.some(({ file, column }) => one.file === file && one.column === column);
  return [...references.filter((one) => !isReplaced(one)), ...counted];
}

function mappedReferences(
  files: readonly FileProfile[],
  proposals: readonly FileProposal[],
  importers: readonly Importer[],
): Mapped[] {
  const fileOf = (name: string) => files.filter(({ file, records }) => file === name && records);
  const idsOf = (entity: string) =>
    proposals
      .filter((one) => one.entity === entity && one.where === undefined)
      .flatMap(({ file, columns }) => {
        const ids = columns.filter((one) => feeds(one, "legacyId"));
        const [only] = ids.length === 1 ? ids : [];
        return only ? fileOf(file).map((one) => ({ file: one, column: only.header })) : [];
      });
  return proposals.flatMap(({ file, entity, columns }) => {
    const fields = importers.find((one) => one.entity === entity)?.fields ?? {};
    return columns.flatMap((column) => {
      const reference = fields[column.field ?? ""]?.reference;
      const parents = reference === undefined ? [] : idsOf(reference.entity);
      if (parents.length === 0 || column.part !== undefined) return [];
      return fileOf(file).map((one) => ({ file: one, column: column.header, parents }));
    });
  });
}

const feeds = ({ field, fields }: ColumnProposal, name: string): boolean =>
  fields?.includes(name) ?? field === name;

async function count(missing: readonly Mapped[], stop: () => void): Promise<PlacedReference[]> {
  const spill = new ValueSpill();
  const spots = missing.flatMap(({ file, column, parents }, at) => [
    ...spotIn(file, column, at * 2),
    ...parents.flatMap((parent) => spotIn(parent.file, parent.column, at * 2 + 1)),
  ]);
  try {
    for (const file of new Set(spots.map((spot) => spot.file))) {
      await spillFile(
        file,
        spots.filter((spot) => spot.file === file),
        { spill, stop },
      );
    }
    spill.seal();
    return missing.flatMap(({ file, column, parents: [parent] }, at) => {
      const lacking = spill.missing(at * 2, at * 2 + 1);
      if (parent === undefined) return [];
      const zeros = lacking.values === 0 ? undefined : spill.zerosLike(at * 2, at * 2 + 1);
      return {
        ...(zeros && { zeros }),
        ...{ file: file.file, column, toFile: parent.file.file, toColumn: parent.column },
        ...{ values: spill.distinct(at * 2), dangling: lacking.values },
        ...{ danglingRecords: lacking.records, lines: lacking.lines },
      };
    });
  } finally {
    spill.close();
  }
}

function spotIn(file: FileProfile, header: string, spot: number): Spot[] {
  const column = file.columns.find((one) => one.header === header);
  return column === undefined ? [] : [{ spot, file, column, written: "text", subject: [] }];
}
